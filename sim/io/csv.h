#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/calendar.h"
#include "core/errors.h"
#include "io/input_files.h"
#include "io/strict_text.h"

namespace resettle {

/// A value of a table and the place of its first character in the line.
struct CsvCell {
  std::string text;
  int column = 1;
};

struct CsvRow {
  int line = 0;
  std::vector<CsvCell> cells;  ///< as many as the header has
};

/// The columns a table must and may have.
struct CsvColumns {
  std::vector<std::string> required;
  std::vector<std::string> optional;
  bool others_allowed = false;  ///< the table may have more columns than the program names
};

/// A CSV file read strictly: commas, one header line, optional double quotes within a line, UTF-8,
/// LF or CRLF. Values are kept as written; the conversions below are strict and add a problem with
/// file, line, column, column name and value where they return nothing.
class CsvTable {
 public:
  CsvTable() = default;
  CsvTable(std::string file, CsvRow header, std::vector<CsvRow> rows)
      : file_(std::move(file)), header_(std::move(header)), rows_(std::move(rows)) {
    for (std::size_t i = 0; i < header_.cells.size(); ++i) places_[header_.cells[i].text] = i;
  }

  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] const std::vector<CsvRow>& rows() const { return rows_; }
  [[nodiscard]] std::vector<std::string> column_names() const;
  [[nodiscard]] bool has_column(const std::string& name) const;

  /// The value of a column the table is known to have.
  [[nodiscard]] const CsvCell& cell(const CsvRow& row, const std::string& column) const;
  [[nodiscard]] SourceLocation where(const CsvRow& row, const std::string& column) const;
  /// A problem with that value.
  [[nodiscard]] Problem problem(const CsvRow& row, const std::string& column, std::string message,
                                std::string remedy) const;

  std::optional<std::string> text(const CsvRow& row, const std::string& column,
                                  ProblemList& problems) const;
  std::optional<double> number(const CsvRow& row, const std::string& column, double low,
                               double high, ProblemList& problems) const;
  std::optional<int> integer(const CsvRow& row, const std::string& column, int low, int high,
                             ProblemList& problems) const;
  std::optional<Month> month(const CsvRow& row, const std::string& column,
                             ProblemList& problems) const;
  std::optional<bool> flag(const CsvRow& row, const std::string& column,
                           ProblemList& problems) const;

 private:
  std::string file_;
  CsvRow header_;
  std::vector<CsvRow> rows_;
  std::map<std::string, std::size_t> places_;  ///< of the columns, by name
};

/// Reads a table. Adds all problems of form (ragged rows, open quotes, unknown, missing or
/// duplicate columns) and then returns nothing. A missing file is reported at `named_at`.
std::optional<CsvTable> read_csv(const std::filesystem::path& file, const NamedAt& named_at,
                                 const CsvColumns& columns, ProblemList& problems,
                                 const InputSource& source);

/// As read_csv, of text already in memory; `file` is what problems name.
std::optional<CsvTable> parse_csv(const std::string& text, const std::string& file,
                                  const CsvColumns& columns, ProblemList& problems);

}  // namespace resettle
