#include "prototype.h"

#include <algorithm>
#include <array>
#include <barrier>
#include <thread>
#include <utility>
#include <vector>

#include <Random123/philox.h>

#include "core/numerics.h"
#include "loops.h"

namespace resettle::bench {

namespace {

constexpr std::uint32_t kSeed = 1;

struct Agents {
  explicit Agents(std::size_t n)
      : g(n), e(n), h(n), type(n), tn(n), age0(n), k(n), w(n), q(n), b(n), b_next(n), p(n) {}
  std::vector<std::uint8_t> g, e, h, type;
  std::vector<std::uint16_t> tn;
  std::vector<float> age0, k, w, q, b, b_next, p;
};

struct Tally {
  std::array<std::int64_t, 16> counts{};
  std::array<std::int64_t, 6> events{};
};

std::array<std::uint32_t, 4> words(std::uint32_t agent, std::uint32_t step, std::uint32_t block,
                                   std::uint32_t replicate) {
  const auto x = r123::Philox4x32()({{agent, step, block, 0}}, {{kSeed, replicate}});
  return {x[0], x[1], x[2], x[3]};
}

float uniform(std::uint32_t word) {
  return static_cast<float>(static_cast<std::int32_t>(word >> 8)) * 0x1p-24F;
}

void initialise(Agents& a, std::uint32_t replicate) {
  for (std::uint32_t i = 0; i < a.g.size(); ++i) {
    const auto first = words(i, 0xffffffffU, 0, replicate);
    const auto second = words(i, 0xffffffffU, 1, replicate);
    a.age0[i] = 18.0F + 42.0F * uniform(first[0]);
    a.k[i] = 0.1F + 0.5F * uniform(first[1]);
    a.h[i] = uniform(first[2]) < 0.85F ? 1 : 0;
    a.q[i] = 0.1F * uniform(first[3]);
    a.b[i] = 0.2F + 0.4F * uniform(second[0]);
    a.p[i] = 0.3F + 0.4F * uniform(second[1]);
    a.g[i] = static_cast<std::uint8_t>(4.0F * uniform(second[2]));
  }
}

/// 1 with probability 1 / (1 + e^-z).
float event(float u, float z) { return u * (1.0F + exponential(-z)) < 1.0F ? 1.0F : 0.0F; }

constexpr std::size_t kAtOnce = 256;  // agents whose scratch stays in the nearest cache
using Line = std::array<float, kAtOnce>;

struct Lines {
  Line n;     ///< mean belonging of the neighbours
  Line s[6];  ///< first u_1 ... u_6, then s_1 ... s_6
};

void neighbour_means(const Agents& a, const SmallWorld& world, std::size_t begin, std::size_t count,
                     Lines& x) {
  for (std::size_t j = 0; j < count; ++j) {
    const std::size_t i = begin + j;
    float sum = 0;
    for (std::uint32_t k = world.offsets[i]; k < world.offsets[i + 1]; ++k) {
      sum += a.b[world.targets[k]];
    }
    x.n[j] = world.degree(i) > 0 ? sum / static_cast<float>(world.degree(i)) : a.b[i];
  }
}

void draw(std::size_t begin, std::size_t count, std::uint32_t t, std::uint32_t replicate,
          Lines& x) {
  const r123::Philox4x32::key_type key{{kSeed, replicate}};
  float *u1 = x.s[0].data(), *u2 = x.s[1].data(), *u3 = x.s[2].data(), *u4 = x.s[3].data();
  float *u5 = x.s[4].data(), *u6 = x.s[5].data();
  const auto first = static_cast<std::uint32_t>(begin);
  RESETTLE_BENCH_INDEPENDENT
  for (std::uint32_t j = 0; j < count; ++j) {
    const auto word = r123::Philox4x32()({{first + j, t, 0, 0}}, key);
    u1[j] = uniform(word[0]);
    u2[j] = uniform(word[1]);
    u3[j] = uniform(word[2]);
    u4[j] = uniform(word[3]);
  }
  RESETTLE_BENCH_INDEPENDENT
  for (std::uint32_t j = 0; j < count; ++j) {
    const auto word = r123::Philox4x32()({{first + j, t, 1, 0}}, key);
    u5[j] = uniform(word[0]);
    u6[j] = uniform(word[1]);
  }
}

void decide(const Agents& a, std::size_t begin, std::size_t count, float years, Lines& x) {
  const std::uint8_t *g = &a.g[begin], *employed = &a.e[begin], *healthy = &a.h[begin];
  const std::uint16_t* tenure = &a.tn[begin];
  const float *age0 = &a.age0[begin], *skill = &a.k[begin], *contact = &a.q[begin],
              *wellbeing = &a.p[begin];
  RESETTLE_BENCH_INDEPENDENT
  for (std::size_t j = 0; j < count; ++j) {
    const float e = employed[j], h = healthy[j], k = skill[j], q = contact[j], p = wellbeing[j];
    const float age = age0[j] + years - 40.0F;
    const float tn = static_cast<float>(tenure[j] < 60 ? tenure[j] : 60);
    const float g1 = g[j] == 1 ? -0.4F : g[j] == 2 ? 0.2F : g[j] == 3 ? -0.2F : 0.0F;
    const float g6 = g[j] == 1 ? 0.3F : g[j] == 2 ? -0.2F : g[j] == 3 ? 0.1F : 0.0F;
    const float falls_ill = -4.5F + 0.03F * age - p;
    const float recovers = -2.0F + p - 0.02F * age;
    x.s[0][j] = event(x.s[0][j], -3.8F + 2.0F * k + 0.8F * q + 0.5F * h - 0.02F * age + g1);
    x.s[1][j] = event(x.s[1][j], -2.4F - k - 0.5F * p - 0.02F * tn);
    x.s[2][j] = event(x.s[2][j], -2.5F + p - 1.5F * k + 0.3F * e);
    x.s[3][j] = event(x.s[3][j], h > 0.0F ? falls_ill : recovers);
    x.s[4][j] = event(x.s[4][j], -3.0F + 2.0F * x.n[j] + 0.5F * k + 0.5F * e);
    x.s[5][j] = event(x.s[5][j], -1.6F - q - 0.8F * k + g6);
  }
}

void move_on(Agents& a, std::size_t begin, std::size_t count, const Lines& x) {
  std::uint8_t *employed = &a.e[begin], *healthy = &a.h[begin], *type = &a.type[begin];
  std::uint16_t* tenure = &a.tn[begin];
  float *skill = &a.k[begin], *wage = &a.w[begin], *contact = &a.q[begin],
        *b_next = &a.b_next[begin], *wellbeing = &a.p[begin];
  const float* belonging = &a.b[begin];
  RESETTLE_BENCH_INDEPENDENT
  for (std::size_t j = 0; j < count; ++j) {
    const float e = employed[j], h = healthy[j], k0 = skill[j], w0 = wage[j], q0 = contact[j],
                b0 = belonging[j], p0 = wellbeing[j];
    const float s3 = x.s[2][j], s5 = x.s[4][j], s6 = x.s[5][j];
    const float e1 = e * (1.0F - x.s[1][j]) + (1.0F - e) * x.s[0][j];
    const float h1 = h + x.s[3][j] - 2.0F * h * x.s[3][j];
    const float k1 = k0 + s3 * 0.05F * (1.0F - k0) - (0.004F - 0.003F * e) * k0;
    const float earned = e * (w0 + 0.05F * (k1 - w0)) + (1.0F - e) * 0.5F * k1;
    const float w1 = e1 * earned + (1.0F - e1) * 0.98F * w0;
    const float q1 = q0 + s5 * 0.10F * (1.0F - q0) - 0.04F * q0;
    const float b1 = b0 + s5 * 0.08F * (1.0F - b0) - s6 * 0.15F * b0 + 0.02F * (x.n[j] - b0);
    const float p1 = p0 + 0.05F * ((0.4F * e1 + 0.3F * h1 + 0.3F * b1) - p0) - s6 * 0.05F * p0;
    const int right = 0.4F * e1 + 0.3F * k1 + 0.3F * w1 >= 0.5F ? 1 : 0;
    const int upper = 0.5F * b1 + 0.3F * q1 + 0.2F * p1 >= 0.5F ? 2 : 0;
    tenure[j] = static_cast<std::uint16_t>(
        static_cast<int>(e * e1 * (static_cast<float>(tenure[j]) + 1.0F)));
    employed[j] = static_cast<std::uint8_t>(static_cast<int>(e1));
    healthy[j] = static_cast<std::uint8_t>(static_cast<int>(h1));
    skill[j] = k1;
    wage[j] = w1;
    contact[j] = q1;
    b_next[j] = b1;
    wellbeing[j] = p1;
    type[j] = static_cast<std::uint8_t>(right + upper);
  }
}

void count_events(const Agents& a, std::size_t begin, std::size_t count, const Lines& x,
                  Tally& tally) {
  for (std::size_t j = 0; j < count; ++j) {
    const bool employed = a.e[begin + j] != 0;
    tally.events[0] += !employed && x.s[0][j] != 0.0F;
    tally.events[1] += employed && x.s[1][j] != 0.0F;
    for (std::size_t k = 2; k < 6; ++k) tally.events[k] += x.s[k][j] != 0.0F;
  }
}

Tally step(Agents& a, const SmallWorld& world, std::uint32_t t, std::uint32_t replicate,
           std::size_t begin, std::size_t end, bool with_events) {
  Tally tally;
  Lines x;
  for (std::size_t i = begin; i < end; i += kAtOnce) {
    const std::size_t count = std::min(kAtOnce, end - i);
    neighbour_means(a, world, i, count, x);
    draw(i, count, t, replicate, x);
    decide(a, i, count, static_cast<float>(t) / 12.0F, x);
    if (with_events) count_events(a, i, count, x, tally);
    move_on(a, i, count, x);
    for (std::size_t j = i; j < i + count; ++j) {
      ++tally.counts[static_cast<std::size_t>(4 * a.type[j] + a.g[j])];
    }
  }
  return tally;
}

template <class T>
double mean(const std::vector<T>& values) {
  double sum = 0;
  for (const T value : values) sum += static_cast<double>(value);
  return sum / static_cast<double>(values.size());
}

}  // namespace

ReferenceOutcome run_prototype(const SmallWorld& world, std::uint32_t replicate, int threads,
                               bool with_events) {
  const std::size_t n = world.agents();
  Agents agents(n);
  initialise(agents, replicate);
  std::vector<std::vector<Tally>> tallies(static_cast<std::size_t>(threads));
  std::barrier everybody(threads, [&]() noexcept { std::swap(agents.b, agents.b_next); });
  const auto share = [&](std::size_t thread) {
    const std::size_t begin = n * thread / static_cast<std::size_t>(threads);
    const std::size_t end = n * (thread + 1) / static_cast<std::size_t>(threads);
    for (std::uint32_t t = 0; t < kReferenceMonths; ++t) {
      tallies[thread].push_back(step(agents, world, t, replicate, begin, end, with_events));
      everybody.arrive_and_wait();
    }
  };
  {
    std::vector<std::jthread> others;
    for (int k = 1; k < threads; ++k) others.emplace_back(share, static_cast<std::size_t>(k));
    share(0);
  }
  ReferenceOutcome outcome;
  for (const auto& of_thread : tallies) {
    for (std::size_t k = 0; k < 16; ++k) outcome.counts[k] += of_thread.back().counts[k];
    for (const Tally& tally : of_thread) {
      for (std::size_t k = 0; k < 6; ++k) {
        outcome.events[k] +=
            static_cast<double>(tally.events[k]) / static_cast<double>(n) / kReferenceMonths;
      }
    }
  }
  outcome.means = {mean(agents.e), mean(agents.h), mean(agents.k), mean(agents.w),
                   mean(agents.q), mean(agents.b), mean(agents.p), mean(agents.tn)};
  return outcome;
}

}  // namespace resettle::bench
