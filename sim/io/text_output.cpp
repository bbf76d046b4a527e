#include "io/text_output.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <string>
#include <system_error>

#include <fmt/format.h>

#include "core/errors.h"
#include "io/labelled_file.h"

namespace resettle {

namespace {

namespace fs = std::filesystem;

/// Whether it is written to as it is, not replaced.
bool is_stream(const fs::path& file) {
  const std::string name = file.string();
  if (name == "/dev/stdout" || name == "/dev/stderr" || name.starts_with("/dev/fd/") ||
      name.starts_with("/proc/self/fd/")) {
    return true;
  }
  std::error_code ignored;  // what cannot be seen is told of when it is tried
  return fs::is_character_file(file, ignored);
}

[[noreturn]] void refuse(const fs::path& file, int error_number) {
  const std::string reason =
      error_number == 0 ? "" : ": " + std::generic_category().message(error_number);
  throw InputError({{file.string()},
                    "",
                    "the file cannot be written" + reason,
                    "free space there, or name a file in a folder that may be written to"});
}

/// Appends to what is there; 0, or the reason why not.
int write_to(const fs::path& file, std::string_view text) {
  errno = 0;
  std::ofstream stream(file, std::ios::binary | std::ios::app);
  stream << text;
  stream.close();
  return stream ? 0 : (errno != 0 ? errno : EIO);
}

}  // namespace

fs::path text_output(const OutputName& name, const std::vector<fs::path>& inputs) {
  if (is_stream(name.name)) {
    if (::access(name.name.c_str(), W_OK) != 0) refuse(name.name, errno);
    return name.name;
  }
  fs::path file = output_file(name);
  check_no_input(name, file, inputs);
  check_place(file, fmt::format("name another file with {}", name.option));
  return file;
}

void write_text_file(const fs::path& file, std::string_view text) {
  if (is_stream(file)) {
    std::fflush(stdout);  // it may be the same stream
    if (const int why_not = write_to(file, text)) refuse(file, why_not);
    return;
  }
  const fs::path partial = LabelledFile::partial_name(file);
  std::error_code error;  // the file need not be there, and the partial one is not
  fs::remove(partial, error);
  int why_not = write_to(partial, text);
  const auto before = fs::status(file, error);
  if (fs::exists(before)) fs::permissions(partial, before.permissions(), error);
  if (why_not == 0 && ::rename(partial.c_str(), file.c_str()) != 0) why_not = errno;
  if (why_not == 0) return;
  fs::remove(partial, error);
  refuse(file, why_not);
}

}  // namespace resettle
