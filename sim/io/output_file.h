#pragma once

#include <filesystem>
#include <string>
#include <vector>

// A file that a command is to write is judged before the command does its work, not after hours.

namespace resettle {

/// How the user named a file to be written.
struct OutputName {
  std::filesystem::path name;
  std::string option;  ///< with which another is named: "-o"
  std::string ending;  ///< that the name must have: ".h5"
};

/// The file itself, where it is named by a symbolic link: what is written beside it belongs there,
/// and a link must not become another file. A link may lead to a file that is not there yet.
/// Errors: InputError for links that lead in a circle.
std::filesystem::path behind_links(const std::filesystem::path& name);

/// The file that is meant (`behind_links`). Errors: InputError, with a name to give instead, for
/// one that is no name of a file, has another ending or is in no folder, and for whatever has the
/// name already and is no file: a folder, a pipe, a device.
std::filesystem::path output_file(const OutputName& name);

/// Refuses a file that the command reads, by whatever name.
void check_no_input(const OutputName& name, const std::filesystem::path& file,
                    const std::vector<std::filesystem::path>& inputs);

/// Tries whether files can be made in the folder of this one, with names so much longer as those of
/// its progress and of the unfinished file are, and whether the system will let it be replaced.
/// Errors: InputError; `elsewhere` says how another place is chosen.
void check_place(const std::filesystem::path& file, const std::string& elsewhere);

}  // namespace resettle
