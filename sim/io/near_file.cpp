#include "io/near_file.h"

#include <algorithm>
#include <cstdlib>
#include <system_error>

#include "core/errors.h"
#include "io/strict_text.h"

namespace resettle {

namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

constexpr const char* kProgress = ".progress";  // of a study file that is not there yet

/// Names in the folder, in order; none if it cannot be read.
template <class Wanted>
Names names_in(const fs::path& folder, const Wanted& wanted) {
  Names names;
  std::error_code error;
  const fs::path place = folder.empty() ? "." : folder;
  for (fs::directory_iterator at(place, error), end; !error && at != end; at.increment(error)) {
    const std::string name = wanted(*at);
    if (!name.empty()) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string folder_name(const fs::directory_entry& entry) {
  std::error_code ignored;
  return entry.is_directory(ignored) ? entry.path().filename().string() : "";
}

std::string stem_of(const std::string& name) { return fs::path(name).stem().string(); }

bool has_one_of(const std::string& name, const Endings& endings) {
  return std::find(endings.begin(), endings.end(), fs::path(name).extension()) != endings.end();
}

/// "~/x" as the shell has it at the beginning of a word only.
fs::path with_home(const fs::path& file) {
  const char* home = std::getenv("HOME");
  const std::string& name = file.string();
  return home != nullptr && name.starts_with("~/") ? fs::path(home) / name.substr(2) : file;
}

/// The folder itself, or one whose name is alike, as are those on the way to it; none: nothing.
fs::path near_folder(const fs::path& folder) {
  std::error_code ignored;
  if (folder.empty() || fs::is_directory(folder, ignored)) return folder;
  const fs::path above = near_folder(folder.parent_path());
  if (above.empty() && folder.has_parent_path()) return {};
  const std::string name = folder.filename().string();
  if (fs::is_directory(above / name, ignored)) return above / name;
  const std::string near = nearest(name, names_in(above, folder_name));
  return near.empty() ? fs::path() : above / near;
}

std::string near_name(const std::string& missing, const Names& names) {
  for (const auto& name : names) {
    if (stem_of(name) == missing || stem_of(name) == stem_of(missing)) return name;
  }
  if (const auto near = nearest(missing, names); !near.empty()) return near;
  Names stems;  // endings make short names alike that are not, and names of other endings unlike
  for (const auto& name : names) stems.push_back(stem_of(name));
  for (const auto& wanted : {stem_of(missing), missing}) {
    const auto near = std::find(stems.begin(), stems.end(), nearest(wanted, stems));
    if (near != stems.end()) return names[static_cast<std::size_t>(near - stems.begin())];
  }
  return "";
}

}  // namespace

fs::path near_file(const fs::path& missing, const Endings& endings) {
  const fs::path wanted = with_home(missing);
  const fs::path folder = near_folder(wanted.parent_path());
  if (folder.empty() && wanted.has_parent_path()) return {};
  const auto names = names_in(folder, [&](const fs::directory_entry& entry) -> std::string {
    std::error_code ignored;
    std::string name = entry.path().filename().string();
    if (name.ends_with(kProgress)) name = stem_of(name);
    return entry.is_regular_file(ignored) && has_one_of(name, endings) ? name : "";
  });
  const std::string name = wanted.filename().string();
  const bool there = std::find(names.begin(), names.end(), name) != names.end();
  const std::string near = there ? name : near_name(name, names);
  return near.empty() ? fs::path() : folder / near;
}

std::string missing_file_remedy(const fs::path& missing, const Endings& endings) {
  const fs::path near = near_file(missing, endings);
  return near.empty() ? "check the name and the folder" : suggestion(near.string());
}

}  // namespace resettle
