#include <algorithm>

#include "io/parameter_reader.h"
#include "io/strict_text.h"

namespace resettle {
namespace {

bool starts_with(const std::string& text, const std::string& start) {
  return text.compare(0, start.size(), start) == 0;
}

std::string last_part(const std::string& path) { return path.substr(path.rfind('.') + 1); }

}  // namespace

CatalogueIndex::CatalogueIndex(const ParameterCatalogue& catalogue) {
  for (const auto& spec : catalogue) specs_.emplace(spec.path, spec);
  for (const auto& [path, spec] : specs_) paths_.push_back(path);
}

const ParameterSpec* CatalogueIndex::find(const std::string& path) const {
  const auto found = specs_.find(path);
  return found == specs_.end() ? nullptr : &found->second;
}

bool CatalogueIndex::is_section(const std::string& path) const {
  const auto next = specs_.lower_bound(path + ".");
  return next != specs_.end() && starts_with(next->first, path + ".");
}

std::vector<std::string> CatalogueIndex::children(const std::string& section) const {
  const auto prefix = section.empty() ? section : section + ".";
  std::vector<std::string> keys;
  for (const auto& [path, spec] : specs_) {
    if (!starts_with(path, prefix)) continue;
    const auto rest = path.substr(prefix.size());
    const auto key = rest.substr(0, rest.find('.'));
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
  }
  return keys;
}

std::vector<const ParameterSpec*> CatalogueIndex::under(const std::string& path) const {
  std::vector<const ParameterSpec*> found;
  for (const auto& [name, spec] : specs_) {
    if (name == path || path.empty() || starts_with(name, path + ".")) found.push_back(&spec);
  }
  return found;
}

std::string CatalogueIndex::nearest_path(const std::string& wrong) const {
  // The right name in the wrong section is likelier than a wrong name in the right one.
  const auto name = last_part(wrong);
  std::vector<std::string> same_name;
  for (const auto& path : paths_) {
    if (path.ends_with(name) && last_part(path) == name) same_name.push_back(path);
  }
  if (same_name.size() == 1) return same_name.front();
  const auto among_same_name = nearest(wrong, same_name);
  return among_same_name.empty() ? nearest(wrong, paths_) : among_same_name;
}

}  // namespace resettle
