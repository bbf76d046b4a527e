#include "io/output_file.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "core/called_as.h"
#include "core/errors.h"

// What a name says before anything is tried.

namespace resettle {

namespace {

namespace fs = std::filesystem;

/// "name it with -o x.h5"
std::string another(const OutputName& output, const fs::path& name) {
  return fmt::format("name another file: {} {}", output.option, name.string());
}

/// The same name with the ending it must have; of a name that is nothing else, another.
fs::path with_ending(fs::path name, const std::string& ending) {
  std::string text = name.string();
  text.erase(text.find_last_not_of(' ') + 1);
  name = text;
  if (!name.has_filename() || name.filename() == ending) {
    return name.parent_path() / ("RESULTS" + ending);
  }
  constexpr std::array<std::string_view, 12> kOfOtherFiles{".h5",  ".hdf5", ".hdf",      ".he5",
                                                           ".nc",  ".yaml", ".yml",      ".json",
                                                           ".csv", ".txt",  ".progress", ".zip"};
  std::string extension = name.extension().string();
  for (char& c : extension) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  const bool other =
      std::find(kOfOtherFiles.begin(), kOfOtherFiles.end(), extension) != kOfOtherFiles.end();
  if (other) name.replace_extension();
  if (name.extension() != ending) name += ending;
  return name;
}

fs::path folder_of(const fs::path& file) {
  return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

const char* kind_of(fs::file_type type) {
  switch (type) {
    case fs::file_type::directory:
      return "a folder";
    case fs::file_type::fifo:
      return "a pipe";
    case fs::file_type::socket:
      return "a socket";
    case fs::file_type::block:
    case fs::file_type::character:
      return "a device";
    default:
      return "something";
  }
}

void check_is_name(const OutputName& output) {
  const std::string text = output.name.string();
  const std::string example = "RESULTS" + output.ending;
  if (text.empty()) {
    refuse(output.option, "the name of the file to write is empty",
           fmt::format("say which: {} {}", output.option, example));
  }
  if (std::any_of(text.begin(), text.end(),
                  [](char c) { return (c >= 0 && c < ' ') || c == 127; })) {
    refuse(output.option, "the name of the file to write has a line break, tab or the like in it",
           fmt::format("take a name without: {} {}", output.option, example));
  }
  if (text.front() == '-') {
    refuse(output.name, "this name begins like an option, so that no command could be given it",
           another(output, "./" + with_ending(output.name, output.ending).string()));
  }
  if (text.front() == '=') {  // of "-o=x.h5"
    refuse(output.name,
           fmt::format("this name begins with '=', which {} does not take", output.option),
           another(output, with_ending(text.substr(1), output.ending)));
  }
  const bool ends_as_folder = !output.name.has_filename() || output.name.filename() == "." ||
                              output.name.filename() == "..";
  std::error_code ignored;  // what cannot be seen is told of when it is tried
  if (!ends_as_folder && !fs::is_directory(output.name, ignored)) return;
  refuse(output.name, ends_as_folder ? "this names a folder, not a file" : "this is a folder",
         "name a file in it: " + output.option + " " + (output.name / example).string());
}

void check_ending(const OutputName& output, const fs::path& file) {
  const auto has_ending = [&](const fs::path& name) { return name.extension() == output.ending; };
  if (!has_ending(output.name)) {
    refuse(output.name, fmt::format("the name of this file must end with {}", output.ending),
           another(output, with_ending(output.name, output.ending)));
  }
  if (!has_ending(file)) {
    refuse(output.name,
           fmt::format("this link leads to {}, whose name does not end with {}", file.string(),
                       output.ending),
           fmt::format("name a file itself, or a link to one that ends so: {} RESULTS{}",
                       output.option, output.ending));
  }
}

/// The folder must be there; of a path below it the first part that is none is named.
void check_folder(const OutputName& output, const fs::path& file) {
  const fs::path folder = folder_of(file);
  std::error_code error;
  if (fs::is_directory(folder, error)) return;
  fs::path above = folder;
  while (!fs::exists(fs::symlink_status(above, error)) && above.has_relative_path()) {
    above = folder_of(above);
  }
  const auto found = fs::status(above, error).type();
  if (found != fs::file_type::directory && found != fs::file_type::none) {
    const bool nowhere = found == fs::file_type::not_found && fs::is_symlink(above, error);
    if (nowhere || found != fs::file_type::not_found) {
      refuse(output.name,
             fmt::format("{} is {}", above.string(),
                         nowhere ? "a link to a folder that is not there" : "no folder"),
             another(output, folder_of(above) / file.filename()));
    }
  }
  const auto looked = fs::status(folder, error);
  if (error && looked.type() == fs::file_type::none) {
    refuse(output.name,
           fmt::format("the folder {} cannot be looked into: {}", folder.string(), error.message()),
           another(output, file.filename()));
  }
  refuse(output.name, fmt::format("there is no folder {}", folder.string()),
         fmt::format("make it first: mkdir -p {}", file_word(folder)));
}

void check_kind(const OutputName& output, const fs::path& file) {
  std::error_code error;
  const auto type = fs::status(file, error).type();
  if (type == fs::file_type::not_found || type == fs::file_type::regular) return;
  if (type == fs::file_type::none) return;  // it cannot be seen: told of when the place is tried
  refuse(output.name, fmt::format("this is {}, not a file that can be written", kind_of(type)),
         another(output, "RESULTS" + output.ending));
}

}  // namespace

fs::path behind_links(const fs::path& name) {
  if (name.empty()) refuse(name, "the name of the file is empty", "give the name of a file");
  constexpr int kMostLinks = 40;  // as many as the system follows
  fs::path file = name;
  std::error_code ignored;  // what cannot be seen is told of when it is opened
  for (int links = 0; fs::is_symlink(file, ignored); ++links) {
    if (links == kMostLinks) {
      refuse(name, "these symbolic links lead in a circle", "remove the link, or name the file");
    }
    const fs::path target = fs::read_symlink(file, ignored);
    if (ignored) break;
    file = folder_of(file) / target;  // an absolute target replaces the folder
  }
  if (file == name) return name;
  const fs::path folder = fs::canonical(folder_of(file), ignored);
  return ignored ? file : folder / file.filename();
}

fs::path output_file(const OutputName& name) {
  check_is_name(name);
  const fs::path file = behind_links(name.name);
  check_kind(name, file);
  check_ending(name, file);
  check_folder(name, file);
  return file;
}

void check_no_input(const OutputName& name, const fs::path& file,
                    const std::vector<fs::path>& inputs) {
  for (const auto& input : inputs) {
    std::error_code ignored;  // a file that is not there is not the other
    if (!fs::equivalent(file, input, ignored)) continue;
    refuse(name.name, "this file is to be read and written",
           fmt::format("name a new file: {} OTHER{}", name.option, name.ending));
  }
}

}  // namespace resettle
