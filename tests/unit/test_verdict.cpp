#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "results/compare.h"
#include "results/judged.h"
#include "results/verdict.h"

// The one rule for words, by hand.

namespace {

using namespace resettle;
using Values = std::vector<double>;

Estimate estimate(const Values& values) { return estimate_mean(values); }

/// A mean with a standard error of 1 over so many replicates that t is nearly normal.
Estimate around(double mean) {
  Estimate one;
  one.mean = mean;
  one.standard_error = 1;
  one.low = mean - 1.96;
  one.high = mean + 1.96;
  one.replicates = 100'000;
  return one;
}

TEST_CASE("size comes first: below what matters a difference is negligible, however sure it is") {
  CHECK(judge({around(100), 50}).finding == Finding::more);
  CHECK(judge({around(-100), 50}).finding == Finding::less);
  const auto small = judge({around(100), 200});
  CHECK(small.finding == Finding::negligible);
  CHECK(words_of(small) == "negligible, very likely");
  CHECK(std::string(mark_of(small)).empty());
}

TEST_CASE("sureness is the probability that the difference is of that size") {
  // Normal: 1.5 standard errors beyond what matters 93.32 %, 1 of them 84.13 %, none 50 %.
  CHECK(judge({around(3.5), 2}).probability == Approx(0.93319).epsilon(1e-4));
  CHECK(words_of(judge({around(3.5), 2})) == "more, very likely");
  CHECK(judge({around(-3), 2}).probability == Approx(0.84134).epsilon(1e-4));
  CHECK(words_of(judge({around(-3), 2})) == "less, likely");
  CHECK(words_of(judge({around(2.1), 2})) == "more, about as likely as not");
  // Within one standard error on both sides: 68.27 %.
  CHECK(judge({around(0), 1}).probability == Approx(0.68269).epsilon(1e-4));
  CHECK(words_of(judge({around(0), 1})) == "negligible, likely");
  // Student's t with 2 degrees: 1, 2, 3 has t = 2 sqrt(3); above zero with 1 - (1 - sqrt(6/7)) / 2.
  CHECK(judge({estimate({1, 2, 3}), 0}).probability == Approx(1 - (1 - std::sqrt(6.0 / 7)) / 2));
}

TEST_CASE("the words change at 66 and at 90 %") {
  CHECK(sureness_of(0.901) == Sureness::very_likely);
  CHECK(sureness_of(0.9) == Sureness::likely);
  CHECK(sureness_of(0.661) == Sureness::likely);
  CHECK(sureness_of(0.66) == Sureness::open);
  CHECK(sureness_of(kAbsent) == Sureness::open);
}

TEST_CASE("claims made together are corrected for their number, once") {
  // 4 x 0.005, 3 x 0.01, 2 x 0.03, and 1 x 0.04 raised to the one before.
  const auto adjusted = holm_adjusted(Values{0.01, 0.04, 0.03, 0.005});
  CHECK(adjusted[0] == Approx(0.03));
  CHECK(adjusted[1] == Approx(0.06));
  CHECK(adjusted[2] == Approx(0.06));
  CHECK(adjusted[3] == Approx(0.02));
  const double alone = 1 - judge({around(2), 0}).probability;
  const auto two = judge(std::vector<Claim>{{around(2), 0}, {around(9), 0}});
  CHECK(two[0].probability == Approx(1 - alone));  // the second in order of surprise
  const auto three = judge(std::vector<Claim>{{around(2), 0}, {around(2), 0}, {around(9), 0}});
  CHECK(three[0].probability == Approx(1 - 2 * alone));
  // What makes no claim does not count.
  const auto with_none = judge(std::vector<Claim>{{around(2), 0}, {Estimate{}, 0}, {around(9), 0}});
  CHECK(with_none[0].probability == Approx(1 - alone));
  CHECK(with_none[1].finding == Finding::too_few_persons);
}

TEST_CASE("without an interval nothing is claimed, whatever the mean") {
  CHECK(words_of(judge({estimate({1e9, 2e9}), 0})) == "too few replicates");
  CHECK(words_of(judge({estimate({5, 5, 5}), 0})) == "too few replicates");
  CHECK(words_of(judge({estimate({0, 0}), 0})) == "no difference");
  CHECK(words_of(judge({estimate({NAN, NAN}), 0})) == "too few persons");
  CHECK(std::isnan(judge({estimate({0, 0}), 0}).probability));
  CHECK(words_of(judge({estimate(Values(6, 2.0)), 1})) == "more, very likely");
}

TEST_CASE("more of something bad is less of something good") {
  const auto verdict = judge({around(9), 0});
  CHECK(turned(verdict).finding == Finding::less);
  CHECK(turned(verdict).probability == verdict.probability);
  CHECK(turned(turned(verdict)).finding == Finding::more);
  CHECK(turned(judge({around(0), 5})).finding == Finding::negligible);
}

TEST_CASE("the smallest difference that matters is a share of the reference, or of a unit") {
  CHECK(smallest_difference(0.005, 2000, "person-months") == Approx(10));
  CHECK(smallest_difference(0.005, -2000, "KRW of 2025") == Approx(10));
  CHECK(smallest_difference(0.005, -0.2, "SD") == Approx(0.005));
  CHECK(smallest_difference(0.005, -0.2, "SD x person-years", 400) == Approx(2));
  CHECK(smallest_difference(0.005, kAbsent, "share") == 0);
}

TEST_CASE("arms stand by what is found of them, the surest first, and by their means") {
  const auto place = [](Finding finding, double probability = kAbsent) {
    return place_of({finding, probability});
  };
  const std::vector<int> best_first{
      place(Finding::more, 0.95),      place(Finding::more, 0.8),  place(Finding::more, 0.6),
      place(Finding::negligible, 0.5), place(Finding::nothing),    place(Finding::less, 0.6),
      place(Finding::less, 0.8),       place(Finding::less, 0.95), place(Finding::too_few_persons)};
  for (std::size_t k = 1; k < best_first.size(); ++k) CHECK(best_first[k - 1] < best_first[k]);
  // Of negligible arms the higher mean comes first, however sure; so it does of few replicates.
  CHECK(place(Finding::negligible, 0.95) == place(Finding::negligible, 0.4));
  CHECK(place(Finding::too_few_replicates) == place(Finding::nothing));
}

TEST_CASE("the order of the answer: sure before large, those that cannot work last") {
  Comparison comparison;
  const auto add = [&](const std::string& name, double gain, Verdict verdict) {
    ArmComparison arm;
    arm.name = name;
    Measured months;
    months.name = "integrated_person_months";
    months.result.difference.mean = gain;
    months.result.verdict = verdict;
    arm.horizon.push_back(months);
    comparison.arms.push_back(std::move(arm));
  };
  add("cannot", 0, {Finding::nothing});
  add("unknown", kAbsent, {Finding::too_few_persons});
  add("loses", -900, {Finding::less, 0.95});
  add("few", 50, {Finding::too_few_replicates});
  add("same", 0, {Finding::nothing});
  add("large", 9000, {Finding::more, 0.6});
  add("small", 2000, {Finding::more, 0.95});
  add("smaller", 1000, {Finding::more, 0.99});
  comparison.without_path.push_back({"cannot", "", true, {}});
  comparison.without_path.push_back({"small", "", false, {}});  // a part of it alone
  std::vector<std::string> names;
  for (const auto* arm : comparison.best_first()) names.push_back(arm->name);
  CHECK(names == std::vector<std::string>{"small", "smaller", "large", "few", "same", "loses",
                                          "unknown", "cannot"});
}

}  // namespace
