//! Every catalogue of the server, and every column of those that hold what the model does: read, or left out for a reason.
//!
//! [`super::whole`] asks each catalogue of objects for all that users own. The tests hold this list against the servers
//! they run on, so that what a new version brings is a decision and not an oversight.

/// A catalogue.
#[derive(Debug, Clone, Copy)]
pub struct Catalogue {
    /// Its name in `pg_catalog`.
    pub name: &'static str,
    /// What its rows are.
    pub rows: InventoryRows,
    /// What becomes of its columns.
    pub columns: InventoryColumns,
}

/// What the rows of a catalogue are.
#[derive(Debug, Clone, Copy)]
pub enum InventoryRows {
    /// Objects with an id: each must be claimed by a query, else it is named.
    Objects {
        /// Which rows count, as a condition on a row `x`.
        condition: &'static str,
        /// Whether some are but parts of other objects, which no query claims by themselves.
        some_are_parts: bool,
    },
    /// Parts of objects, as said, which are read or named with these.
    Parts(&'static str),
    /// Nothing that a schema holds; why.
    LeftOut(&'static str),
}

/// What becomes of the columns of a catalogue.
#[derive(Debug, Clone, Copy)]
pub enum InventoryColumns {
    /// An object of this catalogue is named whole, whatever its columns say.
    Whole,
    /// The columns that queries read, and those left out, each group with the reason.
    Each {
        /// Names, parted by white space.
        read: &'static str,
        /// The same, with the reason.
        left_out: &'static [(&'static str, &'static str)],
    },
}

const PRINTED: &str = "the statement that creates it says so, as the server prints it";
const DERIVED: &str = "follows from what is read";
const PHYSICAL: &str = "how the rows are stored and counted, not what the schema says";
const CLUSTER: &str = "the whole cluster's, no database's schema";
const DATA: &str = "data, which no dump of a schema holds";

/// A catalogue of parts of what another names whole.
const fn parts(name: &'static str, of: &'static str) -> Catalogue {
    Catalogue { name, rows: InventoryRows::Parts(of), columns: InventoryColumns::Whole }
}

/// A catalogue that holds nothing of a schema.
const fn left_out(name: &'static str, why: &'static str) -> Catalogue {
    Catalogue { name, rows: InventoryRows::LeftOut(why), columns: InventoryColumns::Whole }
}

/// All catalogues of all versions.
pub const CATALOGUES: &[Catalogue] = &[
    // What the model holds, or holds in part.
    Catalogue {
        name: "pg_publication",
        rows: InventoryRows::Objects { condition: "true", some_are_parts: false },
        columns: InventoryColumns::Each {
            read: "oid pubname pubowner puballtables pubinsert pubupdate pubdelete pubtruncate pubviaroot pubgencols",
            left_out: &[],
        },
    },
    Catalogue {
        name: "pg_publication_rel",
        rows: InventoryRows::Parts("a publication"),
        columns: InventoryColumns::Each { read: "oid prpubid prrelid prqual prattrs", left_out: &[] },
    },
    Catalogue {
        name: "pg_publication_namespace",
        rows: InventoryRows::Parts("a publication"),
        columns: InventoryColumns::Each { read: "oid pnpubid pnnspid", left_out: &[] },
    },
    Catalogue {
        name: "pg_default_acl",
        rows: InventoryRows::Parts("default privileges: they are nothing but grants"),
        columns: InventoryColumns::Each {
            read: "oid defaclrole defaclnamespace defaclobjtype defaclacl",
            left_out: &[],
        },
    },
    Catalogue {
        name: "pg_class",
        rows: InventoryRows::Objects {
            condition: "x.relpersistence <> 't' AND x.relnamespace <> 'pg_toast'::regnamespace AND x.relkind <> 'c'",
            some_are_parts: false,
        },
        columns: InventoryColumns::Each {
            read: "oid relname relnamespace reloftype relam reltablespace reltoastrelid relpersistence relkind \
                   relrowsecurity relforcerowsecurity relispopulated relreplident relispartition relpartbound \
                   reloptions relowner relacl",
            left_out: &[
                ("reltype relhasindex relnatts relchecks relhasrules relhastriggers relhassubclass", DERIVED),
                (
                    "relfilenode relpages reltuples relallvisible relallfrozen relrewrite relfrozenxid relminmxid",
                    PHYSICAL,
                ),
                ("relisshared", "only the server's own catalogues are shared"),
            ],
        },
    },
    Catalogue {
        name: "pg_attribute",
        rows: InventoryRows::Parts("a relation"),
        columns: InventoryColumns::Each {
            read: "attrelid attname atttypid attstattarget attnum atttypmod attstorage attcompression attnotnull \
                   attidentity attgenerated attisdropped attislocal attinhcount attcollation attoptions attacl attfdwoptions",
            left_out: &[
                ("attlen attbyval attalign atthasdef", DERIVED),
                ("attndims", "the server enforces no number of dimensions: `int[]` and `int[][]` are one type"),
                ("attcacheoff atthasmissing attmissingval", PHYSICAL),
            ],
        },
    },
    Catalogue {
        name: "pg_attrdef",
        rows: InventoryRows::Parts("a column"),
        columns: InventoryColumns::Each { read: "adrelid adnum adbin oid", left_out: &[] },
    },
    Catalogue {
        name: "pg_constraint",
        rows: InventoryRows::Objects { condition: "x.conparentid = 0 AND x.contype <> 't'", some_are_parts: false },
        columns: InventoryColumns::Each {
            read: "oid conname contype condeferrable condeferred conenforced convalidated conrelid contypid conindid \
                   conparentid conislocal coninhcount confrelid confupdtype confdeltype confmatchtype connoinherit conperiod conkey confkey \
                   confdelsetcols conexclop conbin",
            left_out: &[("connamespace conpfeqop conppeqop conffeqop", DERIVED)],
        },
    },
    Catalogue {
        name: "pg_index",
        rows: InventoryRows::Parts("a relation"),
        columns: InventoryColumns::Each {
            read: "indexrelid indrelid indnkeyatts indisunique indnullsnotdistinct indisclustered indisvalid indisready \
                   indislive indisreplident indkey indcollation indclass indoption indexprs indpred",
            left_out: &[
                ("indnatts", DERIVED),
                ("indisprimary indisexclusion indimmediate", "the constraint that the index stands behind says so"),
                ("indcheckxmin", PHYSICAL),
            ],
        },
    },
    Catalogue {
        name: "pg_sequence",
        rows: InventoryRows::Parts("a relation"),
        columns: InventoryColumns::Each {
            read: "seqrelid seqtypid seqstart seqincrement seqmax seqmin seqcache seqcycle",
            left_out: &[],
        },
    },
    Catalogue {
        name: "pg_type",
        rows: InventoryRows::Objects { condition: "true", some_are_parts: true },
        columns: InventoryColumns::Each {
            read: "oid typname typnamespace typtype typrelid typarray typelem typcollation typstorage typnotnull typbasetype \
                   typtypmod typdefaultbin typdefault typowner typacl typisdefined typlen typbyval typcategory typispreferred \
                   typdelim typsubscript typinput typoutput typreceive typsend typmodin typmodout typanalyze typalign",
            left_out: &[("typndims", "of a domain it follows from what is read, and no other type has it")],
        },
    },
    Catalogue {
        name: "pg_enum",
        rows: InventoryRows::Parts("an enum"),
        columns: InventoryColumns::Each { read: "enumtypid enumsortorder enumlabel oid", left_out: &[] },
    },
    Catalogue {
        name: "pg_namespace",
        rows: InventoryRows::Objects { condition: "x.nspname !~ '^pg_'", some_are_parts: false },
        columns: InventoryColumns::Each { read: "oid nspname nspowner nspacl", left_out: &[] },
    },
    Catalogue {
        name: "pg_extension",
        rows: InventoryRows::Objects { condition: "true", some_are_parts: false },
        columns: InventoryColumns::Each {
            read: "oid extname extnamespace",
            left_out: &[
                ("extowner", "it cannot be changed, and no dump says it"),
                ("extversion", "what is installed on the server decides it, as for its own programs"),
                ("extrelocatable extconfig extcondition", "the extension's own script says so"),
            ],
        },
    },
    Catalogue {
        name: "pg_description",
        rows: InventoryRows::Parts("what they stand on"),
        columns: InventoryColumns::Each { read: "objoid classoid objsubid description", left_out: &[] },
    },
    Catalogue {
        name: "pg_rewrite",
        rows: InventoryRows::Objects { condition: "x.rulename <> '_RETURN'", some_are_parts: true },
        columns: InventoryColumns::Each {
            read: "oid rulename ev_class ev_enabled",
            left_out: &[("ev_type is_instead ev_qual ev_action", PRINTED)],
        },
    },
    Catalogue {
        name: "pg_trigger",
        rows: InventoryRows::Objects { condition: "NOT x.tgisinternal", some_are_parts: true },
        columns: InventoryColumns::Each {
            read: "oid tgrelid tgparentid tgname tgenabled tgisinternal tgconstraint",
            left_out: &[
                (
                    "tgfoid tgtype tgconstrrelid tgdeferrable tginitdeferred tgnargs tgattr tgargs tgqual tgoldtable \
                     tgnewtable",
                    PRINTED,
                ),
                ("tgconstrindid", "of a foreign key's own triggers alone"),
            ],
        },
    },
    Catalogue {
        name: "pg_policy",
        rows: InventoryRows::Objects { condition: "true", some_are_parts: false },
        columns: InventoryColumns::Each {
            read: "oid polname polrelid polcmd polpermissive polroles polqual polwithcheck",
            left_out: &[],
        },
    },
    Catalogue {
        name: "pg_statistic_ext",
        rows: InventoryRows::Objects { condition: "true", some_are_parts: false },
        columns: InventoryColumns::Each {
            read: "oid stxrelid stxname stxnamespace stxstattarget stxowner stxkeys",
            left_out: &[("stxkind stxexprs", PRINTED)],
        },
    },
    Catalogue {
        name: "pg_inherits",
        rows: InventoryRows::Parts("a table"),
        columns: InventoryColumns::Each { read: "inhrelid inhparent inhseqno inhdetachpending", left_out: &[] },
    },
    Catalogue {
        name: "pg_partitioned_table",
        rows: InventoryRows::Parts("a relation"),
        columns: InventoryColumns::Each {
            read: "",
            left_out: &[
                ("partrelid partstrat partattrs partclass partcollation partexprs", "pg_get_partkeydef prints them"),
                ("partnatts partdefid", DERIVED),
            ],
        },
    },
    Catalogue {
        name: "pg_proc",
        rows: InventoryRows::Objects { condition: "true", some_are_parts: true },
        columns: InventoryColumns::Each {
            read: "oid proname pronamespace prokind proretset pronargdefaults prorettype proargtypes proallargtypes \
                   proargmodes proargnames proparallel prosqlbody proowner proacl",
            left_out: &[(
                "prolang procost prorows provariadic prosupport prosecdef proleakproof proisstrict provolatile \
                 pronargs proargdefaults protrftypes prosrc probin proconfig",
                "pg_get_functiondef prints it",
            )],
        },
    },
    Catalogue {
        name: "pg_am",
        rows: InventoryRows::Objects { condition: "true", some_are_parts: false },
        columns: InventoryColumns::Each { read: "oid amname amhandler amtype", left_out: &[] },
    },
    Catalogue {
        name: "pg_cast",
        rows: InventoryRows::Objects { condition: "true", some_are_parts: true },
        columns: InventoryColumns::Each {
            read: "oid castsource casttarget castfunc castcontext castmethod",
            left_out: &[],
        },
    },
    Catalogue {
        name: "pg_collation",
        rows: InventoryRows::Objects { condition: "true", some_are_parts: false },
        columns: InventoryColumns::Each {
            read: "oid collowner collname collnamespace collprovider collisdeterministic collcollate collctype colliculocale colllocale collicurules",
            left_out: &[
                ("collencoding", "a collation is made for the encoding of its database"),
                ("collversion", "that of the operating system's or ICU's own data"),
            ],
        },
    },
    Catalogue {
        name: "pg_conversion",
        rows: InventoryRows::Objects { condition: "true", some_are_parts: false },
        columns: InventoryColumns::Each {
            read: "oid conowner conname connamespace conforencoding contoencoding conproc condefault",
            left_out: &[],
        },
    },
    Catalogue {
        name: "pg_opclass",
        rows: InventoryRows::Objects { condition: "true", some_are_parts: false },
        columns: InventoryColumns::Each {
            read: "oid opcowner opcmethod opcname opcnamespace opcfamily opcintype opcdefault opckeytype",
            left_out: &[],
        },
    },
    Catalogue {
        name: "pg_operator",
        rows: InventoryRows::Objects { condition: "true", some_are_parts: false },
        columns: InventoryColumns::Each {
            read: "oid oprowner oprname oprnamespace oprcanmerge oprcanhash oprleft oprright oprcom oprnegate oprcode oprrest oprjoin",
            left_out: &[("oprkind oprresult", DERIVED)],
        },
    },
    Catalogue {
        name: "pg_opfamily",
        rows: InventoryRows::Objects { condition: "true", some_are_parts: false },
        columns: InventoryColumns::Each { read: "oid opfowner opfmethod opfname opfnamespace", left_out: &[] },
    },
    Catalogue {
        name: "pg_ts_config",
        rows: InventoryRows::Objects { condition: "true", some_are_parts: false },
        columns: InventoryColumns::Each { read: "oid cfgowner cfgname cfgnamespace cfgparser", left_out: &[] },
    },
    Catalogue {
        name: "pg_ts_config_map",
        rows: InventoryRows::Parts("a text search configuration"),
        columns: InventoryColumns::Each { read: "mapcfg maptokentype mapseqno mapdict", left_out: &[] },
    },
    Catalogue {
        name: "pg_ts_dict",
        rows: InventoryRows::Objects { condition: "true", some_are_parts: false },
        columns: InventoryColumns::Each {
            read: "oid dictowner dictname dictnamespace dicttemplate dictinitoption",
            left_out: &[],
        },
    },
    Catalogue {
        name: "pg_ts_parser",
        rows: InventoryRows::Objects { condition: "true", some_are_parts: false },
        columns: InventoryColumns::Each {
            read: "oid prsname prsnamespace prsstart prstoken prsend prsheadline prslextype",
            left_out: &[],
        },
    },
    Catalogue {
        name: "pg_ts_template",
        rows: InventoryRows::Objects { condition: "true", some_are_parts: false },
        columns: InventoryColumns::Each { read: "oid tmplname tmplnamespace tmplinit tmpllexize", left_out: &[] },
    },
    Catalogue {
        name: "pg_range",
        rows: InventoryRows::Parts("a type"),
        columns: InventoryColumns::Each {
            read: "rngtypid rngsubtype rngmultitypid rngcollation rngsubopc rngcanonical rngsubdiff",
            left_out: &[],
        },
    },
    Catalogue {
        name: "pg_aggregate",
        rows: InventoryRows::Parts("a function"),
        columns: InventoryColumns::Each {
            read: "aggfnoid aggkind aggnumdirectargs aggtransfn aggfinalfn aggcombinefn aggserialfn aggdeserialfn aggmtransfn \
                   aggminvtransfn aggmfinalfn aggfinalextra aggmfinalextra aggfinalmodify aggmfinalmodify aggsortop \
                   aggtranstype aggtransspace aggmtranstype aggmtransspace agginitval aggminitval",
            left_out: &[],
        },
    },
    Catalogue {
        name: "pg_event_trigger",
        rows: InventoryRows::Objects { condition: "true", some_are_parts: false },
        columns: InventoryColumns::Each {
            read: "oid evtname evtevent evtfoid evtenabled evttags evtowner",
            left_out: &[],
        },
    },
    Catalogue {
        name: "pg_language",
        rows: InventoryRows::Objects { condition: "true", some_are_parts: false },
        columns: InventoryColumns::Each {
            read: "oid lanname lanispl lanpltrusted lanplcallfoid laninline lanvalidator lanowner lanacl",
            left_out: &[],
        },
    },
    Catalogue {
        name: "pg_transform",
        rows: InventoryRows::Objects { condition: "true", some_are_parts: false },
        columns: InventoryColumns::Each { read: "oid trftype trflang trffromsql trftosql", left_out: &[] },
    },
    Catalogue {
        name: "pg_foreign_data_wrapper",
        rows: InventoryRows::Objects { condition: "true", some_are_parts: false },
        columns: InventoryColumns::Each {
            read: "oid fdwname fdwowner fdwhandler fdwvalidator fdwacl fdwoptions",
            left_out: &[],
        },
    },
    Catalogue {
        name: "pg_foreign_server",
        rows: InventoryRows::Objects { condition: "true", some_are_parts: false },
        columns: InventoryColumns::Each {
            read: "oid srvname srvowner srvfdw srvtype srvversion srvacl srvoptions",
            left_out: &[],
        },
    },
    Catalogue {
        name: "pg_foreign_table",
        rows: InventoryRows::Parts("a relation"),
        columns: InventoryColumns::Each { read: "ftrelid ftserver ftoptions", left_out: &[] },
    },
    // What was added to an operator family that came with the server; an extension adds its own operators and functions.
    Catalogue {
        name: "pg_amop",
        rows: InventoryRows::Objects {
            condition: "x.amopfamily < 16384 AND NOT EXISTS (SELECT FROM pg_depend m \
                        WHERE m.classid = 'pg_operator'::regclass AND m.objid = x.amopopr AND m.deptype = 'e')",
            some_are_parts: true,
        },
        columns: InventoryColumns::Whole,
    },
    Catalogue {
        name: "pg_amproc",
        rows: InventoryRows::Objects {
            condition: "x.amprocfamily < 16384 AND NOT EXISTS (SELECT FROM pg_depend m \
                        WHERE m.classid = 'pg_proc'::regclass AND m.objid = x.amproc::oid AND m.deptype = 'e')",
            some_are_parts: true,
        },
        columns: InventoryColumns::Whole,
    },
    // Parts of what is named whole.
    parts("pg_subscription_rel", "a subscription"),
    parts("pg_subscription", "all databases' in one list: those of this database are named by themselves"),
    parts("pg_user_mapping", "not for everybody to read: the view pg_user_mappings names each"),
    parts("pg_seclabel", "what they stand on: each is named by itself"),
    // What no schema holds.
    left_out(
        "pg_init_privs",
        "the grants that the server and its extensions came with: read for what was changed of them since",
    ),
    left_out("pg_parameter_acl", CLUSTER),
    left_out("pg_auth_members", CLUSTER),
    left_out("pg_authid", CLUSTER),
    left_out("pg_database", CLUSTER),
    left_out(
        "pg_db_role_setting",
        "settings of sessions: the database's and the roles', which no dump of a schema holds",
    ),
    left_out("pg_depend", "read for the order and for what belongs to what; it holds nothing of its own"),
    left_out("pg_largeobject", DATA),
    left_out("pg_largeobject_metadata", DATA),
    left_out("pg_pltemplate", "how languages were made up to version 12"),
    left_out("pg_replication_origin", CLUSTER),
    left_out("pg_shdepend", CLUSTER),
    left_out("pg_shdescription", CLUSTER),
    left_out("pg_shseclabel", CLUSTER),
    left_out("pg_statistic", DATA),
    left_out("pg_statistic_ext_data", DATA),
    left_out("pg_tablespace", CLUSTER),
];
