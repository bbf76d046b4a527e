#include <algorithm>
#include <cmath>
#include <vector>

#include "policies/ngos.h"
#include "support/institutions.h"

namespace {

using namespace resettle;
using namespace resettle::testing;

/// Localities without persons, in which only the organisations live, all with a board.
class Organisations {
 public:
  explicit Organisations(std::size_t localities)
      : country_(localities, ngos::process(), kNgoSettings) {
    set("ngos.northern_start", 0);
    set("ngos.need_threshold", 0.5);
    set("boards.minimum_defectors", 0);
  }

  void set(const std::string& path, double value) { country_.set(path, value); }
  void run_years(int years) {
    run_months(country_, next_, next_ + (12 * years - 1));
    next_ = next_ + 12 * years;
  }
  [[nodiscard]] const std::vector<LocalOrganisations>& all() {
    return country_.world().organisations;
  }
  [[nodiscard]] double share_in(DyadMode mode) {
    double count = 0;
    for (const auto& local : all()) {
      for (const Dyad& dyad : local.dyads) count += dyad.mode == mode;
    }
    return count / static_cast<double>(kDyads * all().size());
  }

 private:
  Country country_;
  Month next_ = month_of(2000, 1);
};

double resting_point(double success, double negativity) {
  return success / (success + (1 - success) * negativity);
}

double drift(double trust, double success, double negativity) {
  const auto t = static_cast<float>(trust);
  const auto n = static_cast<float>(negativity);
  return success * static_cast<double>(ngos::next_trust(t, true, 0.08F, n)) +
         (1 - success) * static_cast<double>(ngos::next_trust(t, false, 0.08F, n)) - trust;
}

TEST_CASE("V13 the drift of goodwill is zero at s over s + (1-s) negativity") {
  CHECK(resting_point(0.75, 3) == Approx(0.5));
  CHECK(resting_point(0.5, 3) == Approx(0.25));
  for (const double s : {0.2, 0.5, 0.75, 0.9}) {
    for (const double negativity : {1.0, 3.0, 5.0}) {
      const double rest = resting_point(s, negativity);
      CHECK(std::fabs(drift(rest, s, negativity)) < 1e-7);
      CHECK(drift(rest - 0.05, s, negativity) > 1e-3);
      CHECK(drift(rest + 0.05, s, negativity) < -1e-3);
    }
  }
}

TEST_CASE("V13 goodwill in the world settles where its drift is zero") {
  for (const double s : {0.5, 0.75}) {
    Organisations organisations(200);
    organisations.set("ngos.success_base", s);
    organisations.set("ngos.success_competence", 0);
    organisations.set("ngos.goodwill_threshold", 1);  // never a partnership
    organisations.set("ngos.need_threshold", 0);      // always tactical
    organisations.run_years(60);
    double sum = 0;
    double squares = 0;
    for (const auto& local : organisations.all()) {
      for (const Dyad& dyad : local.dyads) {
        REQUIRE(dyad.mode == DyadMode::tactical);
        // By now both directions have forgotten where they began.
        CHECK(dyad.goodwill_ab == Approx(dyad.goodwill_ba).margin(1e-3));
        const double goodwill = static_cast<double>(dyad.goodwill_ab);
        sum += goodwill;
        squares += goodwill * goodwill;
      }
    }
    const double n = 400;
    const double error = std::sqrt((squares / n - sum / n * (sum / n)) / n);
    CHECK(agrees(sum / n, resting_point(s, 3), error));
    CHECK_FALSE(agrees(sum / n, resting_point(s, 2), error));
  }
}

TEST_CASE("V13 boards that merely meet change nothing - a seat lowers only the risk") {
  Organisations boards(100);
  Organisations none(100);
  Organisations seats(100);
  none.set("boards.minimum_defectors", 1e6);
  seats.set("policies.ngo_partnership.northern_seats", 1);
  // What is learnt does not depend on the risk while nobody trusts enough for a partnership.
  for (auto* one : {&boards, &none, &seats}) {
    one->set("ngos.competence_threshold", 1);
    one->run_years(15);
  }
  for (std::size_t l = 0; l < 100; ++l) {
    REQUIRE(boards.all()[l].board);
    REQUIRE_FALSE(none.all()[l].board);
    REQUIRE(seats.all()[l].northern_seat);
    CHECK(boards.all()[l].effect == none.all()[l].effect);
    CHECK(seats.all()[l].effect == none.all()[l].effect);
    for (std::size_t d = 0; d < kDyads; ++d) {
      const Dyad& meets = boards.all()[l].dyads[d];
      const Dyad& alone = none.all()[l].dyads[d];
      const Dyad& seated = seats.all()[l].dyads[d];
      CHECK(meets.risk == alone.risk);
      CHECK(seated.risk == Approx(alone.risk - 0.1F));
      for (float Dyad::*trust :
           {&Dyad::goodwill_ab, &Dyad::goodwill_ba, &Dyad::competence_ab, &Dyad::competence_ba}) {
        CHECK(meets.*trust == alone.*trust);
        CHECK(seated.*trust == alone.*trust);
      }
    }
  }
}

TEST_CASE("V13 boards that merely meet create no partnership - trust has to grow") {
  // Slow learning keeps luck out: goodwill rests at 0.29, below the threshold of 0.5.
  Organisations seats(100);
  Organisations trusting(100);
  for (auto* one : {&seats, &trusting}) {
    one->set("policies.ngo_partnership.northern_seats", 1);
    one->set("ngos.goodwill_learning", 0.005);
    one->set("ngos.competence_learning", 0.005);
  }
  trusting.set("ngos.success_base", 0.9);  // goodwill would rest at 0.86
  for (int years = 0; years < 100; years += 10) {
    seats.run_years(10);
    CHECK(seats.share_in(DyadMode::partnership) == 0);
    trusting.run_years(10);
  }
  CHECK(trusting.share_in(DyadMode::partnership) == 1);
  CHECK(trusting.all()[0].duplication == 0);
}

TEST_CASE("no partnership stands below the thresholds") {
  Organisations organisations(100);
  organisations.set("policies.ngo_partnership.northern_seats", 1);
  organisations.set("policies.ngo_partnership.evaluation", 1);
  organisations.run_years(10);
  int partners = 0;
  for (int step = 0; step < 20; ++step) {
    organisations.run_years(1);
    for (const auto& local : organisations.all()) {
      // The last quarter's mode was chosen before its success or failure moved trust, so a
      // partnership shows at most one failure below the thresholds, never more.
      for (const Dyad& dyad : local.dyads) {
        if (dyad.mode != DyadMode::partnership) continue;
        ++partners;
        CHECK(std::min(dyad.goodwill_ab, dyad.goodwill_ba) > 0.5F * (1 - 3 * 0.08F));
        CHECK(std::min(dyad.competence_ab, dyad.competence_ba) > 0.5F * (1 - 3 * 0.08F));
        CHECK(1 - dyad.risk > 0.5F);
      }
    }
  }
  CHECK(partners > 100);
}

}  // namespace
