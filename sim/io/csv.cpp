#include "io/csv.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "io/strict_text.h"

namespace resettle {
namespace {

/// Cuts one line into cells.
class LineReader {
 public:
  LineReader(std::string_view line, SourceLocation where, ProblemList& problems)
      : line_(line), where_(std::move(where)), problems_(problems) {}

  /// Nothing, with a problem, if a quote is out of place.
  std::optional<std::vector<CsvCell>> cells() {
    std::vector<CsvCell> found;
    do {
      CsvCell cell{"", column()};
      const bool quoted = at_ < line_.size() && line_[at_] == '"';
      if (quoted ? !read_quoted(cell) : !read_bare(cell)) return std::nullopt;
      found.push_back(std::move(cell));
    } while (at_++ < line_.size());  // steps over the comma
    return found;
  }

 private:
  /// That of the character at hand; counted on from the last one asked for: lines may be long.
  [[nodiscard]] int column() {
    if (at_ < counted_) characters_ = 0;
    if (at_ < counted_) counted_ = 0;
    characters_ += count_characters(line_.substr(counted_, at_ - counted_));
    counted_ = at_;
    return characters_ + 1;
  }

  bool fail(std::string message, std::string remedy) {
    where_.column = column();
    problems_.add({where_, "", std::move(message), std::move(remedy)});
    return false;
  }

  bool read_bare(CsvCell& cell) {
    const auto start = at_;
    at_ = std::min(line_.find_first_of(",\"", at_), line_.size());
    if (at_ < line_.size() && line_[at_] == '"') {
      return fail("a quote stands inside a value",
                  "put the whole value in quotes and write each quote in it twice");
    }
    cell.text = line_.substr(start, at_ - start);
    return true;
  }

  bool read_quoted(CsvCell& cell) {
    const auto start = at_++;
    while (at_ < line_.size()) {
      const bool quote = line_[at_] == '"';
      const bool doubled = quote && at_ + 1 < line_.size() && line_[at_ + 1] == '"';
      if (quote && !doubled) {
        ++at_;
        if (at_ == line_.size() || line_[at_] == ',') return true;
        return fail("text follows a closing quote", "end the value with the quote");
      }
      cell.text += line_[at_];
      at_ += doubled ? 2 : 1;
    }
    at_ = start;
    return fail("the quote opened here is not closed on its line", "close the quote");
  }

  std::string_view line_;
  SourceLocation where_;
  ProblemList& problems_;
  std::size_t at_ = 0;
  std::size_t counted_ = 0;
  int characters_ = 0;
};

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

void check_header(const CsvRow& header, const std::string& file, const CsvColumns& columns,
                  ProblemList& problems) {
  auto allowed = columns.required;
  allowed.insert(allowed.end(), columns.optional.begin(), columns.optional.end());
  std::set<std::string> seen;
  std::vector<std::string> misspelt;  // their right names, not to be called missing as well
  for (const auto& cell : header.cells) {
    const SourceLocation where{file, header.line, cell.column};
    if (cell.text.empty()) {
      problems.add({where, "", "a column has no name", "name it, or remove the comma"});
    } else if (!seen.insert(cell.text).second) {
      problems.add({where, cell.text, "this column stands twice", "keep one of the two"});
    } else if (!columns.others_allowed && !contains(allowed, cell.text)) {
      misspelt.push_back(nearest(cell.text, allowed));
      problems.add({where, cell.text, fmt::format("unknown column '{}'", cell.text),
                    suggest(cell.text, allowed)});
    }
  }
  for (const auto& name : columns.required) {
    if (seen.count(name) > 0 || contains(misspelt, name)) continue;
    problems.add({{file, header.line, 1},
                  name,
                  fmt::format("the column '{}' is missing", name),
                  "the columns are " + join(columns.required, ",")});
  }
}

/// Spreadsheets of countries that write decimal commas separate values with semicolons.
bool check_separator(const CsvRow& header, const std::string& file, ProblemList& problems) {
  const auto& text = header.cells.front().text;
  const auto separator = text.find_first_of(";\t");
  if (header.cells.size() > 1 || separator == std::string::npos) return true;
  problems.add({{file, header.line, count_characters(text.substr(0, separator)) + 1},
                "",
                text[separator] == ';' ? "the columns are separated by semicolons"
                                       : "the columns are separated by tabs",
                "save the table as CSV with commas, and with points in decimals"});
  return false;
}

/// If all rows have the same width but not that of the header, the mistake is in the header.
bool check_header_width(const CsvRow& header, const std::vector<CsvRow>& rows,
                        const std::string& file, ProblemList& problems) {
  if (rows.size() < 2) return true;
  const auto width = rows.front().cells.size();
  const bool same = std::all_of(rows.begin(), rows.end(),
                                [&](const CsvRow& row) { return row.cells.size() == width; });
  if (!same || width == header.cells.size()) return true;
  problems.add({{file, header.line, 1},
                "",
                fmt::format("the header has {} columns, but every row has {} values",
                            header.cells.size(), width),
                "name every column, with a comma between the names"});
  return false;
}

void check_width(const CsvRow& row, const CsvRow& header, const std::string& file,
                 ProblemList& problems) {
  const auto width = header.cells.size();
  if (row.cells.size() == width) return;
  const bool long_row = row.cells.size() > width;
  const auto& cell = long_row ? row.cells[width] : row.cells.back();
  problems.add(
      {{file, row.line, cell.column},
       long_row ? "" : header.cells[row.cells.size()].text,
       fmt::format("the row has {} values, the header {} columns", row.cells.size(), width),
       long_row ? "remove the surplus comma, or put a value with a comma in quotes"
                : "write a comma for every column, also before an empty value"});
}

}  // namespace

std::optional<CsvTable> parse_csv(const std::string& text, const std::string& file,
                                  const CsvColumns& columns, ProblemList& problems) {
  const auto before = problems.items().size();
  std::optional<CsvRow> header;
  std::vector<CsvRow> rows;
  int number = 0;
  for (const auto line : split_lines(text)) {
    ++number;
    if (line.empty()) {
      problems.add({{file, number, 1}, "", "the line is empty", "remove it"});
      continue;
    }
    auto cells = LineReader(line, {file, number, 1}, problems).cells();
    if (!cells && !header) return std::nullopt;  // without a header no row can be judged
    if (!cells) continue;
    CsvRow row{number, std::move(*cells)};
    if (!header) {
      header = std::move(row);
      if (!check_separator(*header, file, problems)) return std::nullopt;
    } else {
      rows.push_back(std::move(row));
    }
  }
  if (header && check_header_width(*header, rows, file, problems)) {
    check_header(*header, file, columns, problems);
    for (const auto& row : rows) check_width(row, *header, file, problems);
  }
  if (problems.items().size() == before && rows.empty()) {
    problems.add({{file, 0, 0}, "", "the table has no rows", "write a header and its values"});
  }
  if (problems.items().size() != before) return std::nullopt;
  return CsvTable(file, std::move(*header), std::move(rows));
}

std::optional<CsvTable> read_csv(const std::filesystem::path& file, const NamedAt& named_at,
                                 const CsvColumns& columns, ProblemList& problems,
                                 const InputSource& source) {
  const auto text = read_text_file(file, named_at, problems, source);
  return text ? parse_csv(*text, file.string(), columns, problems) : std::nullopt;
}

std::vector<std::string> CsvTable::column_names() const {
  std::vector<std::string> names;
  for (const auto& cell : header_.cells) names.push_back(cell.text);
  return names;
}

bool CsvTable::has_column(const std::string& name) const { return places_.count(name) > 0; }

const CsvCell& CsvTable::cell(const CsvRow& row, const std::string& column) const {
  const auto found = places_.find(column);
  require(found != places_.end(), "a table was asked for a column it does not have");
  return row.cells.at(found->second);
}

SourceLocation CsvTable::where(const CsvRow& row, const std::string& column) const {
  return {file_, row.line, cell(row, column).column};
}

Problem CsvTable::problem(const CsvRow& row, const std::string& column, std::string message,
                          std::string remedy) const {
  return {where(row, column), column, std::move(message), std::move(remedy)};
}

std::optional<std::string> CsvTable::text(const CsvRow& row, const std::string& column,
                                          ProblemList& problems) const {
  const auto& value = cell(row, column).text;
  if (!value.empty()) return value;
  problems.add(problem(row, column, "the value is empty", "write a text"));
  return std::nullopt;
}

std::optional<double> CsvTable::number(const CsvRow& row, const std::string& column, double low,
                                       double high, ProblemList& problems) const {
  const auto parsed = parse_number(cell(row, column).text);
  if (!parsed.value) {
    problems.add(problem(row, column, parsed.message, parsed.remedy));
  } else if (*parsed.value < low || *parsed.value > high) {
    problems.add(
        problem(row, column, fmt::format("{} is outside what is allowed", cell(row, column).text),
                fmt::format("write a number from {} to {}", number_text(low), number_text(high))));
    return std::nullopt;
  }
  return parsed.value;
}

std::optional<int> CsvTable::integer(const CsvRow& row, const std::string& column, int low,
                                     int high, ProblemList& problems) const {
  const auto value = number(row, column, low, high, problems);
  if (!value) return std::nullopt;
  const auto whole = parse_integer(cell(row, column).text);
  if (!whole.value) {
    problems.add(problem(row, column, whole.message, whole.remedy));
    return std::nullopt;
  }
  return static_cast<int>(*whole.value);
}

std::optional<Month> CsvTable::month(const CsvRow& row, const std::string& column,
                                     ProblemList& problems) const {
  const auto parsed = parse_month_strictly(cell(row, column).text);
  if (!parsed.value) problems.add(problem(row, column, parsed.message, parsed.remedy));
  return parsed.value;
}

std::optional<bool> CsvTable::flag(const CsvRow& row, const std::string& column,
                                   ProblemList& problems) const {
  const auto parsed = parse_flag(cell(row, column).text);
  if (!parsed.value) problems.add(problem(row, column, parsed.message, parsed.remedy));
  return parsed.value;
}

}  // namespace resettle
