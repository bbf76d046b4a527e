#pragma once

#include <filesystem>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/errors.h"
#include "engine/inputs.h"
#include "io/csv.h"
#include "io/input_files.h"

namespace resettle {

/// A file and the place where it was named.
struct NamedFile {
  std::filesystem::path file;
  NamedAt named_at;
};

/// The tables every baseline names, in canonical order: arrivals, ages, education, ...
const std::vector<std::string>& input_table_names();

/// Reads every table given into Inputs and checks it: values, order, completeness, shares that add
/// up. Adds all problems found; the parts of Inputs that have one are left empty.
Inputs read_inputs(const std::map<std::string, NamedFile>& tables, ProblemList& problems,
                   const InputSource& source);

/// One entry of a column of a dated table.
struct DatedValue {
  Month month;
  double value = 0;
  SourceLocation where;
};

/// Tables whose rows are months, whose columns are amounts or shares, and whose empty cells mean
/// "as before". Each file is read and checked once.
class DatedTables {
 public:
  explicit DatedTables(const InputSource& source) : source_(source) {}

  /// The column's values, in order of month; empty, with problems, if there are none.
  std::vector<DatedValue> column(const NamedFile& table, const std::string& column,
                                 ProblemList& problems);

 private:
  InputSource source_;
  std::map<std::filesystem::path, std::optional<CsvTable>> tables_;
};

/// The entries of one column of a table with a `month` column; empty cells are left out. Adds a
/// problem if the first cell is empty or a value is not a number in [low, high].
std::vector<DatedValue> dated_column(const CsvTable& table, const std::string& column, double low,
                                     double high, ProblemList& problems);

/// The smallest number above 0: where an amount must be positive.
inline constexpr double kSmallestPositive = std::numeric_limits<double>::min();

/// Reads the table of the economy; the arrivals must have been read.
void read_macro(const CsvTable& table, Inputs& inputs, ProblemList& problems);

/// Adds a problem for every month that is not one or is not after the month of the row above.
void check_months(const CsvTable& table, ProblemList& problems);

}  // namespace resettle
