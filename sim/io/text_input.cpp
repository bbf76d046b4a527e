// Text files of the user, read strictly (declared in strict_text.h).
#include <algorithm>
#include <cerrno>
#include <fstream>
#include <functional>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "io/characters.h"
#include "io/near_file.h"
#include "io/no_text.h"
#include "io/strict_text.h"

namespace resettle {
namespace {

namespace fs = std::filesystem;

using Refuse = std::function<void(std::string message, std::string remedy)>;

/// What lies under a name and cannot be read as a file, and what to do; nothing for a file.
std::optional<NoText> no_file(const fs::file_status& status) {
  switch (status.type()) {
    case fs::file_type::directory:
      return NoText{"it is a folder", "give a file, not a folder"};
    case fs::file_type::fifo:
      return NoText{"it is a pipe, which can be read only once",
                    "inputs are read more than once and kept under their names: save the text to a "
                    "file, and give that"};
    case fs::file_type::character:
    case fs::file_type::block:
      return NoText{"it is a device or a terminal", "give a file that holds text"};
    case fs::file_type::socket:
      return NoText{"it is a socket", "give a file that holds text"};
    default:
      return std::nullopt;
  }
}

std::string no_such_file(const std::string& name) {
  const auto odd = first_deceptive(name);
  return fmt::format("there is no file '{}'{}", name,
                     odd ? fmt::format(" (the name holds {})", odd->name) : "");
}

std::optional<std::string> bytes_on_disk(const fs::path& file, const Refuse& refuse) {
  std::error_code error;
  const auto status = fs::status(file, error);
  if (status.type() == fs::file_type::not_found) {
    const bool table = file.extension() == ".csv";
    refuse(no_such_file(file.string()),
           missing_file_remedy(file, table ? Endings{".csv"} : Endings{".yaml", ".yml"}));
    return std::nullopt;
  }
  if (const auto other = no_file(status)) {
    refuse(fmt::format("'{}' cannot be read: {}", file.string(), other->what), other->remedy);
    return std::nullopt;
  }
  errno = 0;
  std::ifstream stream(file, std::ios::binary);
  std::string bytes;
  std::vector<char> piece(1 << 16);
  while (stream && bytes.size() <= kLargestInput) {
    stream.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    bytes.append(piece.data(), static_cast<std::size_t>(stream.gcount()));
  }
  if (!stream.is_open() || stream.bad()) {
    refuse(fmt::format("'{}' cannot be read: {}", file.string(),
                       std::generic_category().message(errno)),
           "give a file that you may read");
    return std::nullopt;
  }
  return bytes;
}

/// The bytes of a file, from the inputs that a study keeps or from the disk.
std::optional<std::string> bytes_of(const fs::path& file, const InputSource& source,
                                    const Refuse& refuse) {
  if (source.kept == nullptr) return bytes_on_disk(file, refuse);
  const auto found = source.kept->find(input_name(file));
  if (found != source.kept->end()) return found->second;
  refuse(no_such_file(file.string()), "it is not among the inputs that the study keeps");
  return std::nullopt;
}

SourceLocation place_in(std::string_view text, std::size_t at, const std::string& file) {
  const auto before = text.substr(0, at);
  const auto start = before.rfind('\n') == before.npos ? 0 : before.rfind('\n') + 1;
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  return {file, static_cast<int>(line), count_characters(before.substr(start)) + 1};
}

bool check_readable(std::string_view text, const std::string& file, ProblemList& problems) {
  const auto odd = first_unreadable(text);
  if (!odd) return true;
  const auto where = place_in(text, odd->at, file);
  // Zeros are characters of UTF-8, too.
  const auto encoding = odd->is_text && text[odd->at] != '\0' ? std::nullopt : other_encoding(text);
  if (encoding) {
    problems.add({where, "", encoding->what, encoding->remedy});
  } else if (odd->is_text) {
    problems.add(
        {where, "", fmt::format("the text holds {}, which is not seen", odd->name),
         text[odd->at] == '\r' ? "save the file with lines that end in LF or CR LF" : "remove it"});
  } else {
    problems.add(
        {where, "", odd->name + " is not readable text", "save the file as plain text in UTF-8"});
  }
  return false;
}

}  // namespace

std::optional<std::string> read_text_file(const fs::path& file, const NamedAt& named_at,
                                          ProblemList& problems, const InputSource& source) {
  const SourceLocation where =
      named_at.where.file.empty() ? SourceLocation{file.string(), 0, 0} : named_at.where;
  const Refuse refuse = [&](std::string message, std::string remedy) {
    problems.add({where, named_at.key, std::move(message), std::move(remedy)});
  };
  auto text = bytes_of(file, source, refuse);
  if (!text) return std::nullopt;
  if (const auto other = no_text(*text)) {
    const bool named = !named_at.where.file.empty();
    refuse(named ? fmt::format("'{}': {}", file.string(), other->what) : other->what,
           other->remedy);
    return std::nullopt;
  }
  if (text->size() > kLargestInput) {
    refuse(fmt::format("'{}' has more than {} MB", file.string(), kLargestInput >> 20U),
           "studies, scenarios and tables are small; is it the file that was meant?");
    return std::nullopt;
  }
  if (text->compare(0, 3, "\xef\xbb\xbf") == 0) text->erase(0, 3);
  if (!check_readable(*text, file.string(), problems)) return std::nullopt;
  if (source.noted != nullptr) (*source.noted)[input_name(file)] = *text;
  return text;
}

}  // namespace resettle
