"""The words of the page of figures, in both languages: what stands around them, and a line about each way of computing."""

ENGINES = {
    ("ours", "columns"): (
        "this library: its own rule functions and tables, compiled by numba, over columns that are read and checked",
        "本库：自己的规则函数和规则表，由numba编译，在读入并核对过的列上运行",
    ),
    ("ours", "tables"): (
        "the same from two Arrow tables to one, every check of every cell in the time",
        "同上，从两张Arrow表到一张表，逐格核对的时间也算在内",
    ),
    ("hand_tuned", "blocks"): (
        "a numba kernel written by hand for these eight programmes alone, facts laid out beforehand in narrow blocks: a limit, no engine",
        "专为这八个项目手写的numba内核，事实事先排成紧凑的块：这是极限，不是引擎",
    ),
    ("hand_tuned", "rows"): ("the same over 64-bit tables as stated", "同样手写，直接读64位的原始表"),
    ("plain_python", ""): (
        "the hand-written loop of plain Python; all others are held to its results",
        "手写的纯Python循环；其他结果都以它为准",
    ),
    ("polars", "long"): ("two tables, grouped and joined back, whole fen", "住户和成员两张表，分组再连接，整数分"),
    ("polars", "wide"): ("tuned: one row a household, a column for each member's fact", "调优：一户一行，每个成员的每个事实一列"),
    ("duckdb", "long"): ("SQL over two tables, whole fen", "两张表上的SQL，整数分"),
    ("duckdb", "wide"): ("tuned: SQL over one row a household", "调优：一户一行的SQL"),
    ("openfisca", "documented"): (
        "variables in yuan, entities and parameters as its documentation shows",
        "按其文档的写法：以元计的变量、实体和参数",
    ),
    ("openfisca", "tuned"): (
        "tuned: members as the data list them, sums by bincount, parts that fit the cache, threads",
        "调优：成员按数据中的次序，用bincount求和，分块并行",
    ),
    ("openfisca", "tuned_for_three"): (
        "tuned, and every household has exactly three members, kept apart by place: a limit",
        "调优，且每户恰好三人，按位置分列：这是极限",
    ),
    ("openfisca", "whole_fen"): ("tuned, and amounts in fen", "调优，金额以分计"),
    ("openfisca", "whole_fen_for_three"): ("the same for exactly three members: a limit", "同上，每户恰好三人：这是极限"),
    ("ttsim", "documented"): ("GETTSIM's engine, its `main`, in yuan", "GETTSIM的引擎，用其`main`，以元计"),
    ("ttsim", "numpy"): ("tuned: its combined function over NumPy, without `main`", "调优：只用其合成的NumPy函数，不经`main`"),
    ("ttsim", "jax"): ("tuned: the same compiled by JAX", "调优：同一函数由JAX编译"),
    ("ttsim", "jax_float32"): ("tuned: compiled by JAX, in 32-bit floats as JAX does unless told", "调优：由JAX编译，用JAX默认的32位浮点"),
    ("zen", "documented"): ("decision tables and expressions in JSON, a call for each household", "JSON写成的决策表和表达式，一户一次调用"),
    ("zen", "tuned"): ("tuned: the engine's own loader, threads", "调优：引擎自己的加载器，多线程"),
    ("policyengine", "documented"): (
        "PolicyEngine's fork of OpenFisca-Core, the same variables",
        "PolicyEngine的OpenFisca-Core分支，变量相同",
    ),
    ("policyengine", "tuned"): ("tuned as OpenFisca", "与OpenFisca同样调优"),
    ("policyengine", "whole_fen"): ("tuned, and amounts in fen", "调优，金额以分计"),
}

WORDS = {
    "title": ("Every peer on the same households", "同样的住户，各家引擎"),
    "other": ("[中文](peer-comparison.zh.md)", "[English](peer-comparison.md)"),
    "made": (
        "Made by `make peers` from `peer-comparison.json`, which holds the figures of one run; not to be changed by hand.",
        "由`make peers`根据`peer-comparison.json`（一次运行的数字）生成，请勿手工修改。",
    ),
    "what": (
        "The common set is eight programmes in April 2020 (dibao and its edge, tekun, orphans, the price subsidy, critical illness, "
        "medical aid, the copay, the resident pension) for random households of three, in "
        "[benchmarks/peers](../benchmarks/peers/README.md). Every engine has it written in its own way, computes all nine results for "
        "every household, and is held to the hand-written loop: a household is wrong if any of its results is off by a fen or more.",
        "共同规则集是2020年4月的八个项目（低保及低保边缘、特困、孤儿、价格补贴、大病保险、医疗救助、自付、居民养老金），"
        "对象是随机的三口之家，见[benchmarks/peers](../benchmarks/peers/README.md)。每个引擎都用自己的写法实现，对每户算出全部九项结果，"
        "并与手写循环逐户核对：任何一项差一分或以上，这一户就算错。",
    ),
    "batch": ("In batches", "成批计算"),
    "single": ("One household, starting, memory", "单户、启动、内存"),
    "ways": ("What each of them is", "各是什么"),
    "left_out": ("Left out", "未能比较"),
    "memory": ("Memory alone", "仅搬运内存"),
    "fair": ("What is compared, and what is not", "比的是什么，不是什么"),
    "engine": ("engine", "引擎"),
    "version": ("version", "版本"),
    "threads": ("threads", "线程"),
    "each": ("µs a household, {}", "每户微秒，{}户"),
    "a_second": ("households a second", "每秒户数"),
    "ratio": ("× ours", "本库的倍数"),
    "wrong": ("wrong of {}", "{}户中错误"),
    "furthest": ("furthest off, fen", "最大相差，分"),
    "first": ("first round, s", "首轮，秒"),
    "loading": ("loading, s", "装载，秒"),
    "one": ("one household, µs", "单户，微秒"),
    "start": ("start to first answer, s", "启动到首个答案，秒"),
    "peak": ("peak MB of the whole process", "整个进程的内存峰值，MB"),
    "households": ("{} households", "{}户"),
    "one_failed": ("one household", "单户"),
    "start_failed": ("start", "启动"),
    "bandwidth": (
        "Reading one array and writing another, both far larger than any cache, moves {rate} GB a second with {threads} threads. Just "
        "reading the facts as stated (64 bits each) and writing the results, {stated_bytes} bytes a household, would take {stated} µs; "
        "in the narrowest columns that hold the facts, {narrow_bytes} bytes, {narrow} µs. What memory gives differs much from minute to "
        "minute on a shared machine.",
        "读一个数组、写另一个数组（都远大于缓存），{threads}个线程每秒搬运{rate} GB。仅读取原样的事实（每个64位）并写出结果，"
        "每户{stated_bytes}字节，需{stated}微秒；用容得下事实的最窄的列，每户{narrow_bytes}字节，需{narrow}微秒。"
        "共用机器上的内存速度时时变化很大。",
    ),
    "chart": (
        "Microseconds a household at the largest size an engine was run at; every gridline is ten times the one before.",
        "每户微秒数（取各引擎跑过的最大规模）；每条网格线是前一条的十倍。",
    ),
}

FAIRNESS = (
    (
        "Each figure is the best of {rounds} rounds in a process of its own, one engine after another, on {cores} shared cores with "
        "Python {python}. Whatever else the machine does only adds; the ratios hold better than the figures.",
        "每个数字取{rounds}轮中最好的一轮；各引擎在自己的进程里依次运行，{cores}个共用核心，Python {python}。"
        "机器上的其他活动只会使数字变大；倍数比数字本身可靠。",
    ),
    (
        "Timed is from facts in memory, in the engine's own form, to results in memory. Turning the population into that form is told "
        "apart as loading; compiling or caching is in the first round.",
        "计时从内存中引擎自己形式的事实开始，到内存中的结果为止。把人口转成该形式的时间单列为装载；编译或缓存在首轮里。",
    ),
    (
        "Engines that work one household at a time are timed over populations by a loop. Engines that work on columns are timed over one "
        "household by a population of one, which is not what they are made for.",
        "一次一户的引擎用循环跑完整个人口。按列工作的引擎用只有一户的人口来量单户，那并不是它们的用途。",
    ),
    (
        "An engine's numbers are rounded half up to whole fen before they are compared. Engines that count in floats are off where a "
        "float does not hold the fen, or falls on the other side of a half; how far the worst result is off stands beside the number.",
        "比较之前，引擎的数字先四舍五入到分。用浮点数计算的引擎，会在浮点数存不下分或落到半分另一侧时出错；最大的一处相差多少，列在户数旁边。",
    ),
    (
        "Not compared: what else the engines do. OpenFisca and ttsim know periods, entities and reforms; zen has an editor; polars and "
        "DuckDB read files. And what this library does besides: sources, steps, unknown facts. None of it is in these figures.",
        "没有比较的是：引擎的其他本领。OpenFisca和ttsim懂得时期、实体和改革，zen有编辑器，polars和DuckDB会读文件；本库的来源、"
        "步骤和未知事实也不在这些数字里。",
    ),
)
