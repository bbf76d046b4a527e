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

std::vector<std::string> CatalogueIndex::paths_named(const std::string& name) const {
  std::vector<std::string> found;
  for (const auto& path : paths_) {
    if (path.ends_with(name) && last_part(path) == name) found.push_back(path);
  }
  return found;
}

std::string CatalogueIndex::nearest_path(const std::string& wrong) const {
  // The right name in the wrong section is likelier than a wrong name in the right one.
  const auto name = last_part(wrong);
  const auto same_name = paths_named(name);
  if (same_name.size() == 1) return same_name.front();
  if (const auto near = nearest(wrong, same_name); !near.empty()) return near;
  const auto section = wrong.substr(0, wrong.size() - name.size());
  const auto parent = section.substr(0, section.empty() ? 0 : section.size() - 1);
  const auto sibling = section + nearest(name, children(parent));
  if (find(sibling) != nullptr) return sibling;
  // What a section allows says more than a name in another one that is only alike.
  if (!parent.empty() && !children(parent).empty()) return "";
  // The names alone are compared: with its sections any name of a long path would be near.
  std::vector<std::string> names;
  for (const auto& path : paths_) names.push_back(last_part(path));
  const auto alike = paths_named(nearest(name, names));
  return alike.size() == 1 ? alike.front() : nearest(wrong, alike);
}

}  // namespace resettle
