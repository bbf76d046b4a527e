#include "ceilings.h"

#include <cstdint>
#include <functional>
#include <vector>

#include <fmt/format.h>

#include "core/numerics.h"
#include "core/parallel.h"
#include "core/random.h"
#include "loops.h"
#include "machine.h"
#include "timing.h"

namespace resettle::bench {

namespace {

constexpr std::size_t kPersons = 34000;  // the population at 1:1
constexpr std::size_t kLanes = 2000;     // a block that stays in the nearest cache
constexpr int kPasses = 17;              // so many blocks make the population
constexpr int kReads = 10;               // neighbours of a person

constexpr Decision kFirst{"benchmark", 0, "first"};
constexpr Decision kSecond{"benchmark", 1, "second"};
constexpr Decision kThird{"benchmark", 2, "third"};
constexpr Decision kFourth{"benchmark", 3, "fourth"};

// --- The kernels
// ----------------------------------------------------------------------------------

[[gnu::noinline]] void triad(double* __restrict a, const double* __restrict b,
                             const double* __restrict c, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) a[i] = b[i] + 3.0 * c[i];
}

[[gnu::noinline]] void update_in_place(float* __restrict column, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) column[i] = column[i] * 0.98F + 0.01F;
}

/// The uniforms of one block of decisions, person by person: what the processes do.
[[gnu::noinline]] float draw_one_by_one(const Random& random, Month month) {
  float sum = 0;
  for (std::uint32_t i = 0; i < kLanes; ++i) {
    const Draws draws = random.draws(kFirst, i, month);
    sum += draws.uniform(kFirst) + draws.uniform(kSecond) + draws.uniform(kThird) +
           draws.uniform(kFourth);
  }
  return sum;
}

struct Uniforms {
  std::vector<float> first = std::vector<float>(kLanes);
  std::vector<float> second = first;
  std::vector<float> third = first;
  std::vector<float> fourth = first;
};

/// The same numbers into arrays: a loop whose turns do not wait for one another.
[[gnu::always_inline]] inline void draw_block(const Random& shared, Month month,
                                              float* __restrict first, float* __restrict second,
                                              float* __restrict third, float* __restrict fourth) {
  const Random random = shared;  // a copy, which no store can change
  for (std::uint32_t i = 0; i < kLanes; ++i) {
    const Draws draws = random.draws(kFirst, i, month);
    first[i] = draws.uniform(kFirst);
    second[i] = draws.uniform(kSecond);
    third[i] = draws.uniform(kThird);
    fourth[i] = draws.uniform(kFourth);
  }
}

[[gnu::noinline]] void draw_block_plain(const Random& random, Month month, float* first,
                                        float* second, float* third, float* fourth) {
  draw_block(random, month, first, second, third, fourth);
}
RESETTLE_BENCH_WIDEST void draw_block_widest(const Random& random, Month month, float* first,
                                             float* second, float* third, float* fourth) {
  draw_block(random, month, first, second, third, fourth);
}

/// y = function(x) over a block, as the plain and the widest instructions do it.
#define RESETTLE_BENCH_MAP(name, expression)                                                    \
  [[gnu::noinline]] void name##_plain(const float* __restrict in, float* __restrict out) {      \
    for (std::size_t i = 0; i < kLanes; ++i) out[i] = (expression);                             \
  }                                                                                             \
  RESETTLE_BENCH_WIDEST void name##_widest(const float* __restrict in, float* __restrict out) { \
    for (std::size_t i = 0; i < kLanes; ++i) out[i] = (expression);                             \
  }
RESETTLE_BENCH_MAP(map_exponential, exponential(in[i]))
RESETTLE_BENCH_MAP(map_logistic, logistic(in[i]))
RESETTLE_BENCH_MAP(map_event, 0.3F * (1.0F + exponential(-in[i])) < 1.0F ? 1.0F : 0.0F)
#undef RESETTLE_BENCH_MAP

[[gnu::noinline]] void map_quantile(const float* __restrict in, float* __restrict out) {
  for (std::size_t i = 0; i < kLanes; ++i) out[i] = normal_quantile(0.5F + 0.049F * in[i]);
}

/// Mean over ten neighbours for every person of a list.
[[gnu::noinline]] float gather(const float* __restrict score, const std::uint32_t* __restrict who,
                               std::size_t persons) {
  float total = 0;
  for (std::size_t i = 0; i < persons; ++i) {
    float sum = 0;
    for (int k = 0; k < kReads; ++k) sum += score[who[i * kReads + static_cast<std::size_t>(k)]];
    total += sum;
  }
  return total;
}

// --- Rates
// ----------------------------------------------------------------------------------------

double triad_rate(int threads, int rounds) {
  const std::size_t all = 4 * last_level_cache_bytes() / sizeof(double);
  const std::size_t mine = all / static_cast<std::size_t>(threads);
  const double bytes = 3.0 * sizeof(double) * static_cast<double>(mine) * threads;
  return units_per_second(threads, rounds, bytes, [mine](int) {
    return [a = std::vector<double>(mine), b = std::vector<double>(mine, 1.0),
            c = std::vector<double>(mine, 2.0)]() mutable {
      triad(a.data(), b.data(), c.data(), a.size());
    };
  });
}

double update_rate(int threads, int rounds) {
  constexpr int kTurns = 300;
  const double bytes = 2.0 * sizeof(float) * kPersons * kTurns * threads;
  return units_per_second(threads, rounds, bytes, [](int) {
    return [column = std::vector<float>(kPersons, 0.5F)]() mutable {
      for (int turn = 0; turn < kTurns; ++turn) update_in_place(column.data(), column.size());
    };
  });
}

using Draw = void (*)(const Random&, Month, float*, float*, float*, float*);

double one_by_one_rate(int threads, int rounds) {
  const double words = 4.0 * kLanes * kPasses * 10 * threads;
  return units_per_second(threads, rounds, words, [](int) {
    return [] {
      const Random random(1, 0);
      for (int pass = 0; pass < 10 * kPasses; ++pass) keep(draw_one_by_one(random, Month{pass}));
    };
  });
}

double block_rate(int threads, int rounds, Draw draw) {
  const double words = 4.0 * kLanes * kPasses * 10 * threads;
  return units_per_second(threads, rounds, words, [draw](int) {
    return [draw, u = Uniforms()]() mutable {
      const Random random(1, 0);
      for (int pass = 0; pass < 10 * kPasses; ++pass) {
        draw(random, Month{pass}, u.first.data(), u.second.data(), u.third.data(), u.fourth.data());
        keep(u.first.data());
      }
    };
  });
}

using Map = void (*)(const float*, float*);

double map_rate(int threads, int rounds, Map map) {
  const double values = 1.0 * kLanes * kPasses * 20 * threads;
  return units_per_second(threads, rounds, values, [map](int) {
    std::vector<float> in(kLanes);
    for (std::size_t i = 0; i < kLanes; ++i) {
      in[i] = -8.0F + 16.0F * static_cast<float>(i * 997 % kLanes) / kLanes;  // in no order
    }
    return [map, in, out = std::vector<float>(kLanes)]() mutable {
      for (int pass = 0; pass < 20 * kPasses; ++pass) {
        map(in.data(), out.data());
        keep(out.data());
      }
    };
  });
}

/// Persons per second whose ten neighbours among `population` are read.
double gather_rate(int threads, int rounds, std::size_t population) {
  const std::size_t persons = population < 500000 ? population : 500000;
  const int turns = population < 100000 ? 10 : 1;
  const std::vector<float> score(population, 0.5F);
  const double units = static_cast<double>(persons) * turns * threads;
  return units_per_second(threads, rounds, units, [&](int thread) {
    std::vector<std::uint32_t> who(persons * kReads);
    std::uint64_t state = static_cast<std::uint64_t>(thread) + 1;
    for (auto& one : who) {  // Knuth's linear congruential generator: any order will do
      state = state * 6364136223846793005ULL + 1442695040888963407ULL;
      one = static_cast<std::uint32_t>((state >> 33) % population);
    }
    return [&score, who = std::move(who), persons, turns] {
      for (int turn = 0; turn < turns; ++turn) keep(gather(score.data(), who.data(), persons));
    };
  });
}

}  // namespace

Ceilings measure_ceilings(bool quick, Report& report) {
  const int rounds = quick ? 3 : 15;
  const int all = machine_threads();
  Table table{"Ceilings of the machine", {"one thread", "all threads", "ratio"}, {}, {}};
  const auto row = [&](std::string name, double unit, const std::function<double(int)>& rate) {
    const double one = rate(1);
    const double many = all > 1 ? rate(all) : one;
    table.add(std::move(name), {one / unit, many / unit, many / one});
    return one;
  };
  Ceilings found;
  found.triad_bytes_per_s = row("memory: STREAM triad, GB/s", 1e9,
                                [&](int threads) { return triad_rate(threads, quick ? 3 : 7); });
  row("memory: update of a cached column of 34,000, GB/s", 1e9,
      [&](int threads) { return update_rate(threads, rounds); });
  row("random numbers: one by one, million words/s", 1e6,
      [&](int threads) { return one_by_one_rate(threads, rounds); });
  const auto blocks = [&](Draw draw) {
    return [draw, rounds](int threads) { return block_rate(threads, rounds, draw); };
  };
  found.random_words_per_s =
      row("random numbers: over a block, million words/s", 1e6, blocks(draw_block_plain));
  row("random numbers: the same, widest instructions", 1e6, blocks(draw_block_widest));
  const auto maps = [&](Map map) {
    return [map, rounds](int threads) { return map_rate(threads, rounds, map); };
  };
  row("exponential, million/s", 1e6, maps(map_exponential_plain));
  row("exponential: widest instructions", 1e6, maps(map_exponential_widest));
  found.logistic_per_s = row("logistic, million/s", 1e6, maps(map_logistic_plain));
  row("logistic: widest instructions", 1e6, maps(map_logistic_widest));
  row("event u (1 + e^-x) < 1, million/s", 1e6, maps(map_event_plain));
  row("event: widest instructions", 1e6, maps(map_event_widest));
  row("normal quantile, million/s", 1e6, maps(map_quantile));
  const auto gathers = [&](std::size_t population) {
    return [population, rounds](int threads) { return gather_rate(threads, rounds, population); };
  };
  row("10 neighbours read among 34,000, million persons/s", 1e6, gathers(kPersons));
  row("10 neighbours read among 1 million, million persons/s", 1e6, gathers(1000000));
  if (!quick) {
    row("10 neighbours read among 10 million, million persons/s", 1e6, gathers(10000000));
  }
  table.notes = {
      fmt::format("medians of {} rounds; triad: three arrays, {} MB together, 24 bytes "
                  "counted a turn; neighbours at random places",
                  rounds, 12 * last_level_cache_bytes() >> 20)};
  report.add(std::move(table));
  return found;
}

}  // namespace resettle::bench
