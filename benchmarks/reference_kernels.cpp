#include "reference_kernels.h"

#include "core/numerics.h"
#include "loops.h"

namespace resettle::bench {

namespace {

constexpr Decision kFindsJob{"reference labour", 0, "finds a job"};
constexpr Decision kLosesJob{"reference labour", 1, "loses the job"};
constexpr Decision kGainsSkill{"reference labour", 2, "gains skill"};
constexpr Decision kHealthFlips{"reference labour", 3, "health changes"};
constexpr Decision kContact{"reference contact", 0, "good contact"};
constexpr Decision kAdverse{"reference contact", 1, "adverse event"};

/// `value` if the condition holds, else 0: the form of core/numerics' `when` that GCC 12
/// vectorises.
inline float if_so(bool condition, float value) { return condition ? value : 0.0F; }

/// 1 with probability 1 / (1 + e^-score), without a division: u (1 + e^-score) < 1.
inline float event(float u, float score) {
  return if_so(u * (1.0F + exponential(-score)) < 1.0F, 1.0F);
}

[[gnu::always_inline]] inline void draw_uniforms(const Strip strip, const Random& shared,
                                                 Month month, Scratch& u) {
  const Random random = shared;  // a copy, which no store can change
  const std::uint32_t* ticket = strip.ticket;
  RESETTLE_BENCH_INDEPENDENT
  for (std::size_t i = 0; i < strip.persons; ++i) {
    const Draws draws = random.draws(kFindsJob, ticket[i], month);
    u.finds_job[i] = draws.uniform(kFindsJob);
    u.loses_job[i] = draws.uniform(kLosesJob);
    u.gains_skill[i] = draws.uniform(kGainsSkill);
    u.health_flips[i] = draws.uniform(kHealthFlips);
  }
  RESETTLE_BENCH_INDEPENDENT
  for (std::size_t i = 0; i < strip.persons; ++i) {
    const Draws draws = random.draws(kContact, ticket[i], month);
    u.contact[i] = draws.uniform(kContact);
    u.adverse[i] = draws.uniform(kAdverse);
  }
}

/// Replaces every uniform by what it decides.
[[gnu::always_inline]] inline void decide(const Strip strip, float years, const float* met,
                                          Scratch& s) {
  const std::uint8_t* employed = strip.employed;
  const std::uint8_t* healthy = strip.healthy;
  const std::uint8_t* subgroup = strip.subgroup;
  const std::uint16_t* tenure = strip.tenure;
  const float* age_at_start = strip.age_at_start;
  const float* skill = strip.skill;
  const float* contact = strip.contact;
  const float* wellbeing = strip.wellbeing;
  RESETTLE_BENCH_INDEPENDENT
  for (std::size_t i = 0; i < strip.persons; ++i) {
    const float e = employed[i];
    const float h = healthy[i];
    const float k = skill[i];
    const float q = contact[i];
    const float p = wellbeing[i];
    const float age = age_at_start[i] + years - 40.0F;
    const int g = subgroup[i];
    const float job = if_so(g == 1, -0.4F) + if_so(g == 2, 0.2F) + if_so(g == 3, -0.2F);
    const float harm = if_so(g == 1, 0.3F) + if_so(g == 2, -0.2F) + if_so(g == 3, 0.1F);
    const float months = static_cast<float>(tenure[i] < 60 ? tenure[i] : 60);
    const float ill = -4.5F + 0.03F * age - p;
    const float well = -2.0F + p - 0.02F * age;
    s.finds_job[i] =
        event(s.finds_job[i], -3.8F + 2.0F * k + 0.8F * q + 0.5F * h - 0.02F * age + job);
    s.loses_job[i] = event(s.loses_job[i], -2.4F - k - 0.5F * p - 0.02F * months);
    s.gains_skill[i] = event(s.gains_skill[i], -2.5F + p - 1.5F * k + 0.3F * e);
    s.health_flips[i] = event(s.health_flips[i], h > 0.0F ? ill : well);
    s.contact[i] = event(s.contact[i], -3.0F + 2.0F * met[i] + 0.5F * k + 0.5F * e);
    s.adverse[i] = event(s.adverse[i], -1.6F - q - 0.8F * k + harm);
  }
}

/// Moves the state on by what was decided; all choices are products.
[[gnu::always_inline]] inline void move_on(const Strip strip, const float* met, const Scratch& s) {
  std::uint8_t* employed = strip.employed;
  std::uint8_t* healthy = strip.healthy;
  std::uint8_t* type = strip.type;
  std::uint16_t* tenure = strip.tenure;
  float* skill = strip.skill;
  float* wage = strip.wage;
  float* contact = strip.contact;
  float* wellbeing = strip.wellbeing;
  float* belonging_next = strip.belonging_next;
  const float* belonging = strip.belonging;
  const float* found = s.finds_job.data();
  const float* lost = s.loses_job.data();
  const float* learnt = s.gains_skill.data();
  const float* flipped = s.health_flips.data();
  const float* good = s.contact.data();
  const float* bad = s.adverse.data();
  RESETTLE_BENCH_INDEPENDENT
  for (std::size_t i = 0; i < strip.persons; ++i) {
    const float e = employed[i];
    const float h = healthy[i];
    const float works = e * (1.0F - lost[i]) + (1.0F - e) * found[i];
    const float well = h + flipped[i] - 2.0F * h * flipped[i];
    const float k =
        skill[i] + learnt[i] * 0.05F * (1.0F - skill[i]) - (0.004F - 0.003F * e) * skill[i];
    const float earned = e * (wage[i] + 0.05F * (k - wage[i])) + (1.0F - e) * 0.5F * k;
    const float w = works * earned + (1.0F - works) * 0.98F * wage[i];
    const float q = contact[i] + good[i] * 0.10F * (1.0F - contact[i]) - 0.04F * contact[i];
    const float b = belonging[i] + good[i] * 0.08F * (1.0F - belonging[i]) -
                    bad[i] * 0.15F * belonging[i] + 0.02F * (met[i] - belonging[i]);
    const float aim = 0.4F * works + 0.3F * well + 0.3F * b;
    const float p = wellbeing[i] + 0.05F * (aim - wellbeing[i]) - bad[i] * 0.05F * wellbeing[i];
    const float months = e * works * (static_cast<float>(tenure[i]) + 1.0F);
    const int material = 0.4F * works + 0.3F * k + 0.3F * w >= 0.5F ? 1 : 0;
    const int mental = 0.5F * b + 0.3F * q + 0.2F * p >= 0.5F ? 2 : 0;
    employed[i] = static_cast<std::uint8_t>(static_cast<int>(works));
    healthy[i] = static_cast<std::uint8_t>(static_cast<int>(well));
    tenure[i] = static_cast<std::uint16_t>(static_cast<int>(months));
    skill[i] = k;
    wage[i] = w;
    contact[i] = q;
    belonging_next[i] = b;
    wellbeing[i] = p;
    type[i] = static_cast<std::uint8_t>(material + mental);
  }
}

// The same two functions for every x86-64 and for the widest instructions.

[[gnu::always_inline]] inline void draw_and_decide(const Strip& strip, const Random& random,
                                                   Month month, const float* met, Scratch& s) {
  draw_uniforms(strip, random, month, s);
  decide(strip, static_cast<float>(month.index) / 12.0F, met, s);
}

[[gnu::noinline]] void decide_plain(const Strip& strip, const Random& random, Month month,
                                    const float* met, Scratch& s) {
  draw_and_decide(strip, random, month, met, s);
}
RESETTLE_BENCH_WIDEST void decide_widest(const Strip& strip, const Random& random, Month month,
                                         const float* met, Scratch& s) {
  draw_and_decide(strip, random, month, met, s);
}

[[gnu::noinline]] void move_on_plain(const Strip& strip, const float* met, const Scratch& s) {
  move_on(strip, met, s);
}
RESETTLE_BENCH_WIDEST void move_on_widest(const Strip& strip, const float* met, const Scratch& s) {
  move_on(strip, met, s);
}

}  // namespace

ReferenceKernels reference_kernels(bool widest) {
  return widest ? ReferenceKernels{decide_widest, move_on_widest}
                : ReferenceKernels{decide_plain, move_on_plain};
}

}  // namespace resettle::bench
