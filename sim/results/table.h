#pragma once

#include <string>
#include <variant>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "results/paired_interval.h"
#include "results/verdict.h"

// What a comparison says is a list of tables. A topic fills them (tell_*.cpp); one writer each
// makes text, JSON and CSV of them, so that a number has one name wherever it is read.

namespace resettle {

/// A cell without a value, and why it has none, for example "too_few_persons".
struct Nothing {
  std::string why;
};

using Cell = std::variant<Nothing, std::string, bool, double, Estimate, RatioEstimate, Verdict>;

inline constexpr const char* kNotDefined = "not_defined";
/// A number, or nothing where there is none.
Cell number_or_nothing(double value, const char* why = kNotDefined);

enum class ColumnKind {
  key,  ///< says which row this is
  value
};

/// What the cells of a column are, where they are not nothing.
enum class Holds { plain, estimate, ratio, verdict };

struct Column {
  std::string name;
  std::string unit{};  ///< of numbers; kUnitOfRow: the table has a column "unit"
  ColumnKind kind = ColumnKind::value;
  Holds holds = Holds::plain;  ///< a text, a number, yes or no
  bool is_signed = false;      ///< differences: the text shows a plus as well
};
inline constexpr const char* kUnitOfRow = "of the row";

/// A column that says which row this is.
Column key(std::string name, std::string unit = "");
/// A column of means with their intervals, of differences, of ratios with theirs, of verdicts.
Column estimates(std::string name, std::string unit);
Column differences(std::string name, std::string unit);
Column ratios(std::string name, std::string unit);
Column verdicts(std::string name);
/// Unit of a column that holds words of a fixed list, such as "very_likely_dominated".
inline constexpr const char* kWord = "word";

/// How the text shows a table: a block for every value of one key, another key side by side.
struct TextLayout {
  std::string blocks{};  ///< key; empty: all rows in one block
  /// Key whose values stand side by side, showing the one value column named, with the mark of the
  /// verdict; empty: one line a row.
  std::string across{};
  std::vector<std::string> columns{};  ///< value columns shown; empty: all
};

struct Table {
  std::string name;     ///< in JSON, CSV, --show, workbook and Python
  std::string topic;    ///< what it belongs to, also for --show
  std::string title;    ///< above the text
  std::string meaning;  ///< what its numbers are
  std::vector<Column> columns;
  TextLayout layout{};
  std::vector<std::vector<Cell>> rows{};

  /// One cell for every column.
  void add(std::vector<Cell> row);
  /// Position of a column. Throws std::logic_error if there is none.
  [[nodiscard]] std::size_t position(const std::string& column) const;
  [[nodiscard]] bool has(const std::string& column) const;
};

/// A name with blanks: "months_per_person" as people read it.
std::string spelt(std::string name);

/// Title, meaning and numbers for a terminal, at most kTextWidth wide.
std::string table_text(const Table& table);

/// {NAME: {title, topic, meaning, columns: [{name, unit, kind, holds}], rows: [{COLUMN: cell}]}}.
/// An estimate is {mean, standard_error, low, high, replicates}, a ratio {value, low, high}, a
/// verdict {finding, sureness, probability}; nothing is null.
nlohmann::ordered_json tables_json(const std::vector<Table>& tables);

/// Long form, one line for each number, with the keys of its row.
std::string tables_csv(const std::vector<Table>& tables);

}  // namespace resettle
