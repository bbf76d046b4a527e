#include "io/beside_law.h"

#include <catch2/catch.hpp>

namespace {

using namespace resettle;

const MonthSpan kPeriod{month_of(2005, 1), month_of(2025, 12)};
const ParameterSpec kMonths{"policies.wage_subsidy.months", "months", "subsidised months", 0, 240,
                            ParameterKind::integer};

Series series(std::vector<std::pair<Month, double>> steps) { return Series(std::move(steps)); }

/// The months of the wage subsidy by law.
Series law() {
  return series(
      {{kNever, 0}, {month_of(1999, 1), 24}, {month_of(2005, 1), 36}, {month_of(2014, 3), 48}});
}

std::string text(const Series& value, MonthSpan span = kPeriod) {
  const auto told = beside_law(kMonths, value, law(), span, "the law");
  return told ? told->text : "-";
}

TEST_CASE("a value is told beside the law of every date") {
  CHECK(text(Series(36.0)) == "to 2014-02 36, as the law; from 2014-03 36, lower than 48");
  CHECK(text(Series(60.0)) == "higher: first 60 for 36, last 60 for 48 (the law)");
  CHECK(text(Series(60.0), {month_of(2015, 1), month_of(2020, 1)}) ==
        "60, higher than 48 (the law)");
  CHECK(text(Series(30.0), {month_of(2000, 1), month_of(2014, 3)}) ==
        "to 2004-12 30, higher than 24 (the law); from 2005-01 lower: first 30 for 36, last 30 for "
        "48");
  CHECK(text(series({{kNever, 36}, {month_of(2010, 1), 50}})) ==
        "to 2009-12 36, as the law; from 2010-01 higher: first 50 for 36, last 50 for 48");
}

TEST_CASE("what differs in none of the months that count is not told") {
  CHECK(text(law()) == "-");
  CHECK(text(Series(48.0), {month_of(2014, 3), month_of(2025, 12)}) == "-");
  CHECK(text(series({{kNever, 1}, {month_of(2005, 1), 36}, {month_of(2014, 3), 48}})) == "-");
  CHECK(text(Series(36.0), {month_of(2005, 1), month_of(2014, 2)}) == "-");
}

TEST_CASE("one value that is in some months below the law and in others not is mixed") {
  const auto mixed = [](const Series& value, MonthSpan span = kPeriod) {
    return beside_law(kMonths, value, law(), span, "the law")->mixed;
  };
  CHECK(mixed(Series(36.0)));
  CHECK(mixed(Series(40.0)));
  CHECK_FALSE(mixed(Series(30.0)));
  CHECK_FALSE(mixed(Series(48.0)));  // never below the law's
  CHECK_FALSE(mixed(Series(0.0), {month_of(1998, 1), month_of(2025, 12)}));  // to switch it off
  CHECK_FALSE(mixed(Series(36.0), {month_of(2014, 3), month_of(2025, 12)}));
  // Whoever writes values by date has looked at dates.
  CHECK_FALSE(mixed(series({{kNever, 40}, {month_of(2010, 1), 30}})));
  CHECK(mixed(series({{kNever, 24}, {month_of(2005, 1), 40}})));
}

TEST_CASE("months are earlier or later - switches are what they are - none is the highest") {
  const auto told = [](ParameterKind kind, double value, double law_value) {
    return beside_law({"a.b", "x", "x", 0, 1, kind}, Series(value), Series(law_value), kPeriod,
                      "the law")
        ->text;
  };
  const Series switched({{kNever, 0}, {month_of(2014, 3), 1}, {month_of(2014, 4), 0}});
  ParameterSpec flag{"x", "switch", "x", 0, 1, ParameterKind::flag};
  CHECK_FALSE(beside_law(flag, switched, switched, kPeriod, "the law"));
  CHECK(told(ParameterKind::flag, 1, 0) == "true, the law has false");
  CHECK(told(ParameterKind::month, month_of(2012, 1).index, kNoEnd) ==
        "2012-01, earlier than none (the law)");
  CHECK(told(ParameterKind::month, kNoEnd, month_of(2014, 11).index) ==
        "none, later than 2014-11 (the law)");
  const double none = std::numeric_limits<double>::infinity();
  CHECK(told(ParameterKind::capacity, none, 500) == "none, higher than 500 (the law)");
  CHECK(told(ParameterKind::capacity, 0, none) == "0, where the law has no limit");
}

}  // namespace
