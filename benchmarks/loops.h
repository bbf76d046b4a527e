#pragma once

// RESETTLE_BENCH_WIDEST before a function: compiled for several instruction sets, the widest one
// the processor has is chosen when the program starts. Results are the same bits in all of them
// (-ffp-contract=off). GCC only, and not under a sanitizer, whose start-up it disturbs.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define RESETTLE_BENCH_WIDEST [[gnu::target_clones("default", "avx2", "arch=x86-64-v4")]]
#else
#define RESETTLE_BENCH_WIDEST
#endif

// RESETTLE_BENCH_INDEPENDENT before a loop: no turn reads what another one writes, so that the
// compiler need not prove it (GCC 12 gives up on more than ten pairs of columns).
#if defined(__clang__)
#define RESETTLE_BENCH_INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#elif defined(__GNUC__)
#define RESETTLE_BENCH_INDEPENDENT _Pragma("GCC ivdep")
#else
#define RESETTLE_BENCH_INDEPENDENT
#endif
