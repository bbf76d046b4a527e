#include "report.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace resettle::bench {

using Json = nlohmann::ordered_json;

namespace {

/// Three digits that matter, thousands apart.
std::string number(double value) {
  if (std::isnan(value)) return "";
  const double size = std::abs(value);
  if (size == 0) return "0";
  if (size < 10) return fmt::format("{:.{}f}", value, size < 1 ? 3 : 2);
  if (size < 100) return fmt::format("{:.1f}", value);
  std::string digits = fmt::format("{:.0f}", value);
  for (auto k = static_cast<int>(digits.size()) - 3; k > (value < 0 ? 1 : 0); k -= 3) {
    digits.insert(static_cast<std::size_t>(k), 1, ',');
  }
  return digits;
}

/// The value of the same cell in an earlier run, or NaN.
double earlier_value(const Json& earlier, const Table& table, const Row& row,
                     const std::string& column) {
  if (!earlier.is_object()) return kBlank;
  const auto of_table = earlier.find("figures");
  if (of_table == earlier.end() || !of_table->contains(table.title)) return kBlank;
  const Json& rows = of_table->at(table.title);
  if (!rows.contains(row.name)) return kBlank;
  const Json& cells = rows.at(row.name);
  return cells.contains(column) && cells.at(column).is_number() ? cells.at(column).get<double>()
                                                                : kBlank;
}

std::string cell(const Table& table, const Row& row, std::size_t column, const Json& earlier) {
  if (column >= row.values.size()) return "";
  const double now = row.values[column];
  const double then = earlier_value(earlier, table, row, table.columns[column]);
  if (std::isnan(now) || std::isnan(then) || then == 0) return number(now);
  return fmt::format("{} (x{:.2f})", number(now), now / then);
}

}  // namespace

void Table::add(std::string name, std::vector<double> values, std::string remark) {
  rows.push_back({std::move(name), std::move(values), std::move(remark)});
}

Json to_json(const Report& report, const Json& machine) {
  Json json;
  json["machine"] = machine;
  for (const Table& table : report.tables) {
    Json& rows = json["figures"][table.title];
    for (const Row& row : table.rows) {
      Json cells = Json::object();
      for (std::size_t k = 0; k < row.values.size(); ++k) {
        if (!std::isnan(row.values[k])) cells[table.columns[k]] = row.values[k];
      }
      if (!row.remark.empty()) cells["remark"] = row.remark;
      rows[row.name] = std::move(cells);
    }
  }
  return json;
}

std::string to_text(const Table& table, const Json& earlier) {
  std::size_t name_width = 0;
  for (const Row& row : table.rows) name_width = std::max(name_width, row.name.size());
  std::vector<std::size_t> widths;
  for (std::size_t k = 0; k < table.columns.size(); ++k) {
    std::size_t width = table.columns[k].size();
    for (const Row& row : table.rows) {
      width = std::max(width, cell(table, row, k, earlier).size());
    }
    widths.push_back(width);
  }
  std::string text = fmt::format("\n{}\n{:<{}}", table.title, "", name_width);
  for (std::size_t k = 0; k < widths.size(); ++k) {
    text += fmt::format("  {:>{}}", table.columns[k], widths[k]);
  }
  text += '\n';
  for (const Row& row : table.rows) {
    std::string line = fmt::format("{:<{}}", row.name, name_width);
    for (std::size_t k = 0; k < widths.size(); ++k) {
      line += fmt::format("  {:>{}}", cell(table, row, k, earlier), widths[k]);
    }
    if (!row.remark.empty()) line += "  " + row.remark;
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
  }
  for (const std::string& note : table.notes) text += fmt::format("  {}\n", note);
  return text;
}

}  // namespace resettle::bench
