#include "results/compare_csv.h"

#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "io/csv_cell.h"

namespace resettle {

namespace {

std::string number_field(double value) {
  return std::isfinite(value) ? fmt::format("{}", value) : std::string();
}

std::string number_field(const std::optional<double>& value) {
  return value ? number_field(*value) : std::string();
}

std::string number_field(const std::optional<int>& value) {
  return value ? fmt::format("{}", *value) : std::string();
}

std::string frontier_csv(const Economics& economics, const ComparisonRow& row,
                         const std::string& krw) {
  std::string text;
  for (const auto& arm : economics.frontier) {
    auto line = row;
    line.table = "frontier";
    line.arm = arm.values.arm;
    text += csv_line(line, krw, "mean_cost", arm.values.cost);
    const std::string unit = info_of(economics.question.outcome).unit;
    text += csv_line(line, fmt::format("{} per {}", krw, unit),
                     fmt::format("icer_{}", name_of(arm.status)), arm.icer.value_or(kAbsent));
    text += csv_line(line, unit, "mean_effect", arm.values.effect);
  }
  return text;
}

std::string value_csv(const Economics& economics, const std::string& krw) {
  ComparisonRow row;
  row.outcome = info_of(economics.question.outcome).name;
  row.perspective = name_of(economics.question.perspective);
  row.discount_rate = economics.question.discount_rate;
  auto text = frontier_csv(economics, row, krw);
  row.table = "acceptability";
  for (const auto& curve : economics.acceptability.curves) {
    row.arm = curve.arm;
    for (std::size_t i = 0; i < curve.probabilities.size(); ++i) {
      row.threshold_krw = economics.acceptability.thresholds[i];
      text += csv_line(row, "share", "share_best", curve.probabilities[i]);
    }
  }
  return text;
}

std::string overrun_csv(const Economics& economics) {
  std::string text;
  for (const auto& overrun : economics.overrun) {
    ComparisonRow row{.table = "overrun", .arm = overrun.arm, .outcome = "programme_cost"};
    row.threshold_krw = economics.budget_krw_per_year;
    for (std::size_t i = 0; i < overrun.years.size(); ++i) {
      row.year = overrun.years[i];
      text += csv_line(row, "share", "share_of_replicates_above", overrun.share_above[i]);
    }
    row.year.reset();
    text += csv_line(row, "share", "share_of_replicates_above_in_any_year", overrun.any_year);
  }
  return text;
}

std::string caps_csv(const std::vector<CapUse>& caps) {
  std::string text;
  for (const auto& use : caps) {
    ComparisonRow row{.table = "budget_caps", .arm = use.arm, .outcome = use.instrument};
    for (const auto& year : use.years) {
      row.year = year.year;
      row.threshold_krw = year.cap_krw;
      row.unit = "KRW, nominal";
      row.statistic = "spent";
      text += csv_line(with(row, year.spent));
      text += csv_line(row, "share", "share_of_replicates_at_cap", year.share_of_replicates_at_cap);
    }
  }
  return text;
}

}  // namespace

std::string csv_head() {
  return "table,arm,outcome,year,perspective,discount_rate,threshold_krw,unit,statistic,value,"
         "standard_error,low,high,reference,replicates\n";
}

std::string csv_line(const ComparisonRow& row) {
  return fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n", csv_cell(row.table),
                     csv_cell(row.arm), csv_cell(row.outcome), number_field(row.year),
                     csv_cell(row.perspective), number_field(row.discount_rate),
                     number_field(row.threshold_krw), csv_cell(row.unit), csv_cell(row.statistic),
                     number_field(row.value), number_field(row.standard_error),
                     number_field(row.low), number_field(row.high), number_field(row.reference),
                     number_field(row.replicates));
}

std::string csv_line(ComparisonRow row, std::string unit, std::string statistic, double value) {
  row.unit = std::move(unit);
  row.statistic = std::move(statistic);
  row.value = value;
  return csv_line(row);
}

ComparisonRow with(ComparisonRow row, const Estimate& estimate) {
  row.value = estimate.mean;
  row.standard_error = estimate.standard_error;
  row.low = estimate.low;
  row.high = estimate.high;
  row.replicates = estimate.replicates;
  return row;
}

ComparisonRow with(ComparisonRow row, const RatioEstimate& ratio) {
  row.value = ratio.value;
  row.low = ratio.low;
  row.high = ratio.high;
  return row;
}

std::string csv_lines(ComparisonRow row, const PairedDifference& result) {
  row.reference = result.reference;
  row.statistic = "difference";
  auto text = csv_line(with(row, result.difference));
  row.reference = kAbsent;
  row.replicates = result.difference.replicates;
  row.unit = "%";
  row.statistic = "percent";
  text += csv_line(with(row, result.percent));
  row.unit = "1";
  row.statistic = "ratio";
  text += csv_line(with(row, result.ratio));
  return text + csv_line(row, "1", "correlation", result.correlation);
}

std::string economics_csv(const Comparison& comparison) {
  const auto& economics = comparison.economics;
  const auto krw = fmt::format("KRW of {}", comparison.price_year);
  std::string text;
  const auto add = [&](ComparisonRow row, double reference, const Estimate& difference) {
    row.unit = krw;
    row.statistic = "difference";
    row.reference = reference;
    text += csv_line(with(std::move(row), difference));
  };
  for (const auto& line : economics.by_line) {
    add({.table = "cost_by_line", .arm = line.arm, .outcome = line.line.name}, line.reference_krw,
        line.difference);
  }
  for (const auto& year : economics.by_year) {
    ComparisonRow row{
        .table = "cost_by_year", .arm = year.arm, .outcome = "cost", .year = year.year};
    row.perspective = name_of(year.perspective);
    add(row, year.reference_krw, year.difference);
  }
  for (const auto& total : economics.totals) {
    ComparisonRow row{.table = "total_cost", .arm = total.arm, .outcome = "cost"};
    row.perspective = name_of(total.perspective);
    row.discount_rate = total.discount_rate;
    add(row, total.reference_krw, total.difference);
  }
  for (const auto& price : economics.per_outcome) {
    ComparisonRow row{.table = "cost_per_unit", .arm = price.arm};
    row.outcome = info_of(price.outcome).name;
    row.perspective = name_of(price.perspective);
    row.discount_rate = price.discount_rate;
    row.unit = fmt::format("{} per {}", krw, info_of(price.outcome).unit);
    row.statistic = verdict_name(price.cost.verdict);
    text += csv_line(with(row, price.cost.ratio));
  }
  return text + value_csv(economics, krw) + overrun_csv(economics) +
         caps_csv(comparison.budget_caps);
}

}  // namespace resettle
