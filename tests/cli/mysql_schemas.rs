//! What other tools write for MySQL, as schema.sql: it makes what they mean, and nothing differs afterwards.

use crate::support::{Project, mysql};

/// What `sqlmigrate` of Django prints.
const DJANGO: &str = r#"--
-- Create model Author
--
CREATE TABLE `books_author` (`id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY, `name` varchar(100) NOT NULL, `born` date NULL, `active` bool NOT NULL, `key` char(32) NOT NULL UNIQUE);
--
-- Create model Book
--
CREATE TABLE `books_book` (`id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY, `title` varchar(200) NOT NULL, `pages` integer UNSIGNED NOT NULL CHECK (`pages` >= 0), `price` numeric(8, 2) NOT NULL, `score` double precision NULL, `cover` longtext NOT NULL, `data` json NOT NULL, `published` datetime(6) NULL, `author_id` bigint NOT NULL);
CREATE TABLE `books_book_tags` (`id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY, `book_id` bigint NOT NULL, `tag` smallint UNSIGNED NOT NULL CHECK (`tag` >= 0));
ALTER TABLE `books_book` ADD CONSTRAINT `books_book_author_id_8b91747c_fk_books_author_id` FOREIGN KEY (`author_id`) REFERENCES `books_author` (`id`);
ALTER TABLE `books_book_tags` ADD CONSTRAINT `books_book_tags_book_id_tag_5a8f0e2b_uniq` UNIQUE (`book_id`, `tag`);
ALTER TABLE `books_book_tags` ADD CONSTRAINT `books_book_tags_book_id_1e1e3f22_fk_books_book_id` FOREIGN KEY (`book_id`) REFERENCES `books_book` (`id`);
CREATE INDEX `books_book_title_b4f3cbd1` ON `books_book` (`title`);
--
-- Add field isbn to book
--
ALTER TABLE `books_book` ADD COLUMN `isbn` varchar(13) DEFAULT '' NOT NULL;
ALTER TABLE `books_book` ALTER COLUMN `isbn` DROP DEFAULT;
--
-- Create constraint priced on model book
--
ALTER TABLE `books_book` ADD CONSTRAINT `priced` CHECK ((`price` >= 0 OR `title` = 'free'));
"#;

/// What `php artisan schema:dump` writes by mysqldump.
const LARAVEL: &str = r#"/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET NAMES utf8mb4 */;
/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
/*!40111 SET @OLD_SQL_NOTES=@@SQL_NOTES, SQL_NOTES=0 */;
DROP TABLE IF EXISTS `migrations`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `migrations` (
  `id` int unsigned NOT NULL AUTO_INCREMENT,
  `migration` varchar(255) COLLATE utf8mb4_unicode_ci NOT NULL,
  `batch` int NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
/*!40101 SET character_set_client = @saved_cs_client */;
DROP TABLE IF EXISTS `posts`;
CREATE TABLE `posts` (
  `id` bigint unsigned NOT NULL AUTO_INCREMENT,
  `user_id` bigint unsigned NOT NULL,
  `title` varchar(255) COLLATE utf8mb4_unicode_ci NOT NULL,
  `body` text COLLATE utf8mb4_unicode_ci,
  `state` enum('draft','out') COLLATE utf8mb4_unicode_ci NOT NULL DEFAULT 'draft',
  `seen` tinyint(1) NOT NULL DEFAULT '0',
  `meta` json DEFAULT NULL,
  `created_at` timestamp NULL DEFAULT NULL,
  `updated_at` timestamp NULL DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `posts_user_id_state_index` (`user_id`,`state`),
  FULLTEXT KEY `posts_body_fulltext` (`body`),
  CONSTRAINT `posts_user_id_foreign` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
DROP TABLE IF EXISTS `users`;
CREATE TABLE `users` (
  `id` bigint unsigned NOT NULL AUTO_INCREMENT,
  `email` varchar(255) COLLATE utf8mb4_unicode_ci NOT NULL,
  `remember_token` varchar(100) COLLATE utf8mb4_unicode_ci DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `users_email_unique` (`email`)
) ENGINE=InnoDB AUTO_INCREMENT=12 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;
/*!40111 SET SQL_NOTES=@OLD_SQL_NOTES */;
INSERT INTO `migrations` (`id`, `migration`, `batch`) VALUES (1,'2014_10_12_000000_create_users_table',1);
"#;

/// What Rails writes as structure.sql.
const RAILS: &str = r#"
/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!50503 SET NAMES utf8mb4 */;
/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
DROP TABLE IF EXISTS `ar_internal_metadata`;
CREATE TABLE `ar_internal_metadata` (
  `key` varchar(255) NOT NULL,
  `value` varchar(255) DEFAULT NULL,
  `created_at` datetime(6) NOT NULL,
  `updated_at` datetime(6) NOT NULL,
  PRIMARY KEY (`key`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
DROP TABLE IF EXISTS `comments`;
CREATE TABLE `comments` (
  `id` bigint NOT NULL AUTO_INCREMENT,
  `body` text,
  `commentable_type` varchar(255) DEFAULT NULL,
  `commentable_id` bigint DEFAULT NULL,
  `article_id` bigint NOT NULL,
  `rating` decimal(3,1) DEFAULT '0.0',
  `created_at` datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  PRIMARY KEY (`id`),
  KEY `index_comments_on_commentable` (`commentable_type`,`commentable_id`),
  KEY `index_comments_on_article_id` (`article_id`),
  CONSTRAINT `fk_rails_3bf61a60d3` FOREIGN KEY (`article_id`) REFERENCES `articles` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
DROP TABLE IF EXISTS `articles`;
CREATE TABLE `articles` (
  `id` bigint NOT NULL AUTO_INCREMENT,
  `title` varchar(255) NOT NULL DEFAULT '',
  `slug` varchar(255) GENERATED ALWAYS AS (lower(`title`)) STORED,
  PRIMARY KEY (`id`),
  UNIQUE KEY `index_articles_on_slug` (`slug`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;
INSERT INTO `schema_migrations` (version) VALUES
('20240102030405'),
('20230102030405');
"#;

/// What `WordPress`' `wp_get_db_schema` gives.
const WORDPRESS: &str = r#"CREATE TABLE wp_terms (
 term_id bigint(20) unsigned NOT NULL auto_increment,
 name varchar(200) NOT NULL default '',
 slug varchar(200) NOT NULL default '',
 term_group bigint(10) NOT NULL default 0,
 PRIMARY KEY  (term_id),
 KEY slug (slug(191)),
 KEY name (name(191))
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
CREATE TABLE wp_posts (
	ID bigint(20) unsigned NOT NULL auto_increment,
	post_author bigint(20) unsigned NOT NULL default '0',
	post_content longtext NOT NULL,
	post_title text NOT NULL,
	post_status varchar(20) NOT NULL default 'publish',
	post_name varchar(200) NOT NULL default '',
	post_parent bigint(20) unsigned NOT NULL default '0',
	menu_order int(11) NOT NULL default '0',
	PRIMARY KEY  (ID),
	KEY post_name (post_name(191)),
	KEY type_status (post_status,ID),
	KEY post_parent (post_parent)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
CREATE TABLE wp_options (
	option_id bigint(20) unsigned NOT NULL auto_increment,
	option_name varchar(191) NOT NULL default '',
	option_value longtext NOT NULL,
	autoload varchar(20) NOT NULL default 'yes',
	PRIMARY KEY  (option_id),
	UNIQUE KEY option_name (option_name),
	KEY autoload (autoload)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;
"#;

fn nothing_differs(schema: &str, tables: &str) {
    for (server, database) in mysql::Database::on_each() {
        let project = Project::new(&database.url()).schema_sql(schema);
        project.run(["apply", "--yes"]).status(0);
        let made = database.mysql("SELECT count(*) FROM information_schema.tables WHERE table_schema = database() AND table_name <> 'migrate_version'");
        assert_eq!(made.trim(), tables, "{server:?}");
        if let Err(why) = project.check_in_every_way().and_then(|(status, said)| match status {
            Some(0) => Ok(()),
            _ => Err(said),
        }) {
            panic!("{server:?}: {why}");
        }
        let text = project.run(["inspect", "--as", "toml"]).status(0).raw_stdout;
        Project::new(&database.url()).schema_toml(&text).run(["check"]).status(0);
    }
}

#[test]
fn django() {
    nothing_differs(DJANGO, "3");
}

#[test]
fn laravel() {
    nothing_differs(LARAVEL, "3");
}

#[test]
fn rails() {
    nothing_differs(RAILS, "3");
}

#[test]
fn wordpress() {
    nothing_differs(WORDPRESS, "3");
}
