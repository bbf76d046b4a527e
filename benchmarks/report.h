#pragma once

#include <limits>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace resettle::bench {

/// A cell without a number.
inline constexpr double kBlank = std::numeric_limits<double>::quiet_NaN();

/// One line of a table: a number for every column (or kBlank), and a remark.
struct Row {
  std::string name;
  std::vector<double> values;
  std::string remark;
};

/// One part of the report. Units stand in the names of the columns.
struct Table {
  std::string title;
  std::vector<std::string> columns;
  std::vector<Row> rows;
  std::vector<std::string> notes;  ///< printed below

  void add(std::string name, std::vector<double> values, std::string remark = "");
};

/// Everything measured in one run.
struct Report {
  std::vector<Table> tables;

  void add(Table table) { tables.push_back(std::move(table)); }
};

/// The machine, compiler and commit: what a stored run has to say of itself.
nlohmann::ordered_json to_json(const Report& report, const nlohmann::ordered_json& machine);

/// The table as text; with an `earlier` run (may be null) every number it also has is followed by
/// the ratio of now to then.
std::string to_text(const Table& table, const nlohmann::ordered_json& earlier);

}  // namespace resettle::bench
