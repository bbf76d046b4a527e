#include <unistd.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>

#include "io/labelled_file.h"
#include "results/compare.h"
#include "results/compare_text.h"
#include "results/tell.h"

// Equity and deadweight from a file made by hand.

namespace {

namespace fs = std::filesystem;
using namespace resettle;
using Catch::Matchers::Contains;

const std::vector<std::string> kArms{"base", "help"};
constexpr std::size_t kReplicates = 2;

struct Axis {
  std::string name;
  std::vector<std::string> labels;
};

/// A file of three months, policy from the second; half of the persons are simulated.
class Toy {
 public:
  Toy() {
    auto pattern = (fs::temp_directory_path() / "equity_XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    auto& study = comparison_.study;
    study.reference = "base";
    study.arms = {{"help", "help"}};
    study.start = month_of(2020, 1);
    study.policy_start = month_of(2020, 2);
    study.end = month_of(2020, 3);
    study.replicates = kReplicates;
    study.scale = 0.5;
    comparison_.arms.resize(1);
    comparison_.arms[0].name = "help";
    file_ = std::make_unique<LabelledFile>(LabelledFile::create(folder_ / "toy.h5"));
    add("aggregates", "employment_rate", "subgroup", {"all", "sex=man", "sex=woman"}, 3,
        [](std::size_t arm, std::size_t r, std::size_t month, std::size_t group) {
          if (group == 2 && r == 1) return std::nan("");  // too few women in a replicate
          return month < 2 ? 0.1 : 0.25 + 0.25 * static_cast<double>(arm) * (r == 0 ? 1 : 0.5);
        });
  }
  Toy(const Toy&) = delete;
  Toy& operator=(const Toy&) = delete;
  ~Toy() { fs::remove_all(folder_); }

  void add_gains() {
    const std::vector<std::string> groups{"all", "position=1", "position=2"};
    const auto table = [&](const char* name, const std::vector<double>& of_help) {
      add("gains", name, "gain_group", groups, 0,
          [=](std::size_t arm, std::size_t r, std::size_t, std::size_t group) {
            return arm == 0 ? 0.0 : of_help[group] + static_cast<double>(r);
          });
    };
    table("persons", {200, 100, 100});
    table("gaining", {40, 30, 10});
    table("losing", {21, 1, 20});
    table("months_gained", {400, 300, 100});
    table("months_lost", {100, 2, 98});
  }

  void add_hires(double anyway) {
    const auto table = [&](const char* name, double count) {
      add("hires", name, "", {}, 2, [=](std::size_t arm, std::size_t r, std::size_t, std::size_t) {
        return arm == 0 ? 0.0 : count * (r == 0 ? 1 : 2);
      });
    };
    table("subsidised_hires", 30);
    table("hired_anyway", anyway);
  }

  Equity read() {
    file_->commit();
    file_.reset();
    const auto file = LabelledFile::open_unchecked(folder_ / "toy.h5");
    comparison_.equity =
        equity_of({{&file, "help", "base", {0, 1}}}, comparison_.study, {"employment_rate"});
    return comparison_.equity;
  }
  [[nodiscard]] std::string text(const std::string& table) const {
    return render_tables(comparison_, {table});
  }

 private:
  template <class Value>
  void add(const std::string& group_name, const std::string& name, const std::string& axis,
           const std::vector<std::string>& labels, std::size_t months, const Value& value) {
    if (!file_->has_group(group_name)) begin_group(group_name, axis, labels, months);
    std::vector<std::string> dimensions{"arm", "replicate"};
    if (months > 0) dimensions.emplace_back("month");
    if (!axis.empty()) dimensions.push_back(axis);
    std::vector<double> values;
    for (std::size_t a = 0; a < kArms.size(); ++a) {
      for (std::size_t r = 0; r < kReplicates; ++r) {
        for (std::size_t m = 0; m < std::max<std::size_t>(months, 1); ++m) {
          for (std::size_t g = 0; g < std::max<std::size_t>(labels.size(), 1); ++g) {
            values.push_back(value(a, r, m, g));
          }
        }
      }
    }
    auto variable = file_->group(group_name).add_variable<double>(name, dimensions, {}, 0.0);
    variable.write<double>(values);
    variable.set_attribute("long_name", name);
    variable.set_attribute("units", "share");
  }

  void begin_group(const std::string& name, const std::string& axis,
                   const std::vector<std::string>& labels, std::size_t months) {
    auto group = file_->add_group(name);
    group.add_coordinate("arm", kArms);
    group.add_coordinate("replicate", std::vector<std::int32_t>{0, 1});
    std::vector<std::int32_t> days;
    for (std::size_t m = 3 - months; m < 3; ++m) {
      days.push_back(days_since_1990(month_of(2020, 1) + static_cast<int>(m)));
    }
    if (months > 0) group.add_coordinate("month", days);
    if (!axis.empty()) group.add_coordinate(axis, labels);
  }

  fs::path folder_;
  std::unique_ptr<LabelledFile> file_;
  Comparison comparison_;
};

bool is_suppressed(const Equity& equity, const std::string& table, const std::string& cell) {
  return std::any_of(
      equity.suppressed.begin(), equity.suppressed.end(),
      [&](const SuppressedNumber& one) { return one.table == table && one.cell == cell; });
}

TEST_CASE("concentration index: closed forms") {
  const std::vector<double> tenths(10, 100.0);
  CHECK(concentration_index(tenths, std::vector<double>(10, 7.0)) == Approx(0).margin(1e-12));
  std::vector<double> amounts(10, 0.0);
  amounts.front() = 5;
  CHECK(concentration_index(tenths, amounts) == Approx(-0.9));
  amounts.front() = 0;
  amounts.back() = 5;
  CHECK(concentration_index(tenths, amounts) == Approx(0.9));
  for (std::size_t t = 0; t < 10; ++t) amounts[t] = static_cast<double>(t + 1);
  CHECK(concentration_index(tenths, amounts) == Approx(0.3));  // (n - 1) / (3 n)
  // A quarter of the persons has half of the amount.
  CHECK(concentration_index({1, 3}, {1, 1}) == Approx(-0.25));
  CHECK(std::isnan(concentration_index(tenths, std::vector<double>(10, 0.0))));
}

TEST_CASE("winners and losers: for the whole population - without what rests on few persons") {
  Toy toy;
  toy.add_gains();
  const Equity equity = toy.read();
  REQUIRE(equity.arms.size() == 1);
  const auto& groups = equity.arms[0].groups;
  REQUIRE(groups.size() == 3);
  CHECK(groups[0].persons.mean == Approx(401));
  CHECK(groups[0].gaining.mean == Approx(81));
  CHECK(groups[0].months_gained.mean == Approx(801));
  CHECK(groups[0].months_per_person.mean == Approx((300.0 / 200 + 300.0 / 201) / 2));
  CHECK(groups[0].persons.standard_error > 0);
  CHECK_FALSE(groups[0].persons.has_interval());  // of two replicates
  // 1.5 persons lose in the poorest tenth, 10.5 gain in the other one.
  CHECK(std::isnan(groups[1].losing.mean));
  CHECK(std::isnan(groups[1].months_lost.mean));
  CHECK(std::isnan(groups[2].gaining.mean));
  CHECK(groups[2].losing.mean == Approx(41));
  CHECK(is_suppressed(equity, "winners_losers", "help, position=1, losing"));
  CHECK(is_suppressed(equity, "winners_losers", "help, position=1, months_lost"));
  CHECK(is_suppressed(equity, "winners_losers", "help, position=2, months_gained"));
  CHECK_FALSE(is_suppressed(equity, "winners_losers", "help, position=2, losing"));
  const double first = 0.5 * 1.0 - 1.0 * 0.75;  // half of the persons, three quarters of the months
  const double second = 0.5 * 1.0 - 1.0 * 301.0 / 402;
  CHECK(equity.arms[0].concentration.gains.mean == Approx((first + second) / 2));
  CHECK(equity.arms[0].concentration.losses.mean > 0);
  CHECK_THAT(toy.text("winners_losers"), Contains("position=1") && Contains("(too few persons)"));
}

TEST_CASE("deadweight: the share of all replicates, also where it has no interval") {
  Toy toy;
  toy.add_hires(12);
  const auto deadweight = toy.read().arms.at(0).deadweight;
  REQUIRE(deadweight);
  CHECK(deadweight->subsidised_hires.mean == Approx(2 * 90));  // two months, 30 and 60, scale 0.5
  CHECK(deadweight->hired_anyway.mean == Approx(2 * 36));
  CHECK(deadweight->share.value == Approx(0.4));
  CHECK(std::isnan(deadweight->share.low));  // 30 and 60 hires: two replicates say too little
}

TEST_CASE("deadweight: few persons are not shown") {
  Toy toy;
  toy.add_hires(6);  // 18 on average
  const Equity equity = toy.read();
  CHECK(std::isnan(equity.arms.at(0).deadweight->hired_anyway.mean));
  CHECK(is_suppressed(equity, "deadweight", "help, hired_anyway"));
  CHECK_THAT(toy.text("deadweight"), Contains("(too few persons)"));
}

TEST_CASE("equity: an older file says what it does not have") {
  Toy toy;
  const Equity equity = toy.read();
  CHECK(equity.not_recorded ==
        std::vector<std::string>{"winners_losers", "transitions", "deadweight"});
  for (const char* table : {"winners_losers", "transitions", "deadweight"}) {
    CHECK_THAT(toy.text(table), Contains("Not recorded in this file"));
  }
}

TEST_CASE("subgroups: a group that is small in many replicates is left out") {
  Toy toy;
  const Equity equity = toy.read();
  const auto& rows = equity.arms.at(0).subgroups;
  REQUIRE(rows.size() == 3);
  CHECK(rows[1].subgroup == "sex=man");
  CHECK(rows[1].result.reference == Approx(0.25));
  CHECK(rows[1].result.difference.mean == Approx(0.1875));
  CHECK(std::isnan(rows[2].result.reference));
  CHECK(is_suppressed(equity, "subgroups", "help, sex=woman, employment_rate"));
  CHECK_THAT(equity.suppressed.at(0).reason, Contains("in 1 of 2 replicates"));
}

}  // namespace
