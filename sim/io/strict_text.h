#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/calendar.h"
#include "core/errors.h"
#include "io/input_files.h"

namespace resettle {

/// What a piece of text means, or why it means nothing and how to mend it.
template <class Value>
struct Parsed {
  std::optional<Value> value;
  std::string message;  ///< set if there is no value
  std::string remedy;
};

/// A plain decimal number such as 5, -0.25 or 1.5e6. Refuses octal, hexadecimal, infinity,
/// underscores, thousands separators, a leading plus and anything before or after the number.
Parsed<double> parse_number(std::string_view text);

/// As parse_number, without a fraction and within plus or minus 2^53.
Parsed<long long> parse_integer(std::string_view text);

/// `true` or `false`, nothing else.
Parsed<bool> parse_flag(std::string_view text);

/// A month as "2012-01".
Parsed<Month> parse_month_strictly(std::string_view text);

/// A number as the shortest text that reads back as the same number.
std::string number_text(double value);

/// Where in the user's files a file was named, and under which key; empty if it was not.
struct NamedAt {
  SourceLocation where;
  std::string key;
};

/// Bytes of the largest input that is read.
inline constexpr std::size_t kLargestInput = std::size_t{4} << 20U;

/// A text file, whole, without a byte order mark. Adds a problem if it is missing, too large, no
/// file of text in UTF-8, or holds characters that steer a terminal; what is not about its content
/// is reported where it was named, if it was.
std::optional<std::string> read_text_file(const std::filesystem::path& file,
                                          const NamedAt& named_at, ProblemList& problems,
                                          const InputSource& source);

/// Characters (not bytes) of UTF-8 text: columns are counted in these.
int count_characters(std::string_view utf8);

/// The lines of a text, without their ends (LF or CRLF).
std::vector<std::string_view> split_lines(std::string_view text);

/// "did you mean 'x'?"
std::string suggestion(std::string_view name);

/// The suggestion of the nearest name, or the list of what is allowed if nothing is near, of which
/// so many are shown: a longer list mostly helps nobody.
std::string suggest(std::string_view wanted, const std::vector<std::string>& allowed,
                    std::size_t shown = 12);

/// As suggest, for an indicator: names that contain the wanted one (or stand in it) are near too,
/// and the remedy says where all of them are listed.
std::string suggest_indicator(std::string_view wanted, const std::vector<std::string>& indicators);

/// "a, b, c".
std::string join(const std::vector<std::string>& names, std::string_view separator = ", ");

/// Throws InputError with every different problem once, in file order, if there is any.
void throw_if_any_once(const ProblemList& problems);

}  // namespace resettle
