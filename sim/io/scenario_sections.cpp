// The parameter sections of one scenario file.
#include <algorithm>
#include <iterator>
#include <optional>

#include <fmt/format.h>

#include "io/characters.h"
#include "io/file_keys.h"
#include "io/gone_parameters.h"
#include "io/names.h"
#include "io/scenario_checks.h"
#include "io/scenario_reader.h"
#include "io/strict_text.h"

namespace resettle {
namespace {

bool is_one_of(const std::string& key, const std::vector<std::string>& keys) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

std::string last_part(const std::string& path) { return path.substr(path.rfind('.') + 1); }

/// A condition without the fields of a parameter.
bool stands_alone(const YamlNode& value) {
  return value.find("value") == nullptr && value.find("unit") == nullptr &&
         value.find("status") == nullptr && value.find("source") == nullptr;
}

std::string leaf_form(const ParameterSpec& spec) {
  return fmt::format("write {}: {{value: ..., unit: {}, status: ..., source: ...}}",
                     last_part(spec.path), spec.unit);
}

/// The first few keys of a section, to show what belongs there.
std::string example_keys(const std::vector<std::string>& keys) {
  const auto shown = std::min<std::size_t>(keys.size(), 4);
  return join({keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(shown)}) +
         (shown < keys.size() ? ", ..." : "");
}

}  // namespace

void ScenarioReader::read_entries(Layer& layer, const std::filesystem::path& base_folder) {
  const bool overlay = layer.based_on.has_value();
  // A resolved scenario is a baseline that has taken over the policies of its overlays.
  const bool resolved = layer.root.find("resolved_from") != nullptr;
  // A file of neither kind has been reported; most likely it is an overlay.
  context_ = {overlay || resolved || !layer.usable, overlay || !layer.usable,
              layer.file.parent_path(), base_folder / "tables"};
  mentioned_.clear();
  searched_ = 0;
  const auto before = problems_.items().size();
  read_section(layer.root, "", layer);
  if (!overlay && layer.usable) report_missing(layer);
  if (overlay && layer.entries.empty() && layer.lines.empty() &&
      problems_.items().size() == before) {
    problems_.add({{layer.file.string(), 1, 1},
                   "",
                   "the overlay changes no parameter",
                   "write the parameters that differ, or use the file it is based on"});
  }
  layer.sound = problems_.items().size() == before;
}

void ScenarioReader::read_section(const YamlNode& section, const std::string& path, Layer& layer) {
  const auto head = path.empty() ? names_of(scenario_keys()) : std::vector<std::string>{};
  std::optional<Siblings> siblings;
  for (const auto& entry : section.entries) {
    if (is_one_of(entry.key, head)) continue;
    const auto entry_path = path.empty() ? entry.key : path + "." + entry.key;
    if (entry.key == "lines" && index_.find(path + ".eligible") != nullptr) {
      read_lines(entry, path, layer);
    } else if (index_.find(entry_path) == nullptr && !index_.is_section(entry_path)) {
      if (!siblings) siblings = siblings_in(section, path);
      report_unknown(entry, entry_path, *siblings, path, layer);
    } else {
      read_entry(entry, entry_path, layer);
    }
  }
}

void ScenarioReader::read_entry(const YamlEntry& entry, const std::string& path, Layer& layer) {
  if (const auto* spec = index_.find(path)) {
    mentioned_.insert(path);
    if (auto read = read_parameter(entry, *spec)) layer.entries[path] = std::move(*read);
    return;
  }
  const bool leaf = entry.value.find("value") != nullptr && index_.find(path + ".value") == nullptr;
  if (entry.value.is_map() && !leaf) {
    read_section(entry.value, path, layer);
    return;
  }
  for (const auto* spec : index_.under(path)) mentioned_.insert(spec->path);
  problems_.add({entry.where, path,
                 leaf ? "this is a section, not a parameter with a value"
                      : fmt::format("this is a section, it cannot be {}", kind_name(entry.value)),
                 "its keys are " + example_keys(index_.children(path))});
}

std::optional<ParameterEntry> ScenarioReader::read_parameter(const YamlEntry& entry,
                                                             const ParameterSpec& spec) {
  const auto& value = entry.value;
  const auto fields = names_of(parameter_keys());
  if (spec.kind == ParameterKind::condition && context_.policy_allowed && stands_alone(value)) {
    return parameters_.read_short_condition(value, spec, context_);
  }
  const bool any_field =
      std::any_of(value.entries.begin(), value.entries.end(),
                  [&](const YamlEntry& field) { return !nearest(field.key, fields).empty(); });
  if (!value.is_map() || !any_field) {
    problems_.add({entry.where, spec.path,
                   value.is_map() ? "this is one parameter, not a section"
                                  : fmt::format("a parameter is not just {}", kind_name(value)),
                   leaf_form(spec)});
    return std::nullopt;
  }
  return parameters_.read_leaf(value, spec, context_);
}

void ScenarioReader::read_lines(const YamlEntry& lines, const std::string& section, Layer& layer) {
  const std::string remedy =
      "write lines: {women: {eligible: {sex: woman, ...}, ...}, others: {}}; the first that holds "
      "counts";
  auto& names = layer.lines[instrument_of(section)];
  if (is_none(lines.value)) return;
  if (!lines.value.is_map() || lines.value.entries.empty()) {
    problems_.add({lines.where, lines.value.path,
                   fmt::format("lines with a name each are needed here, not {}",
                               lines.value.is_map() ? "nothing" : kind_name(lines.value)),
                   remedy});
    return;
  }
  std::map<std::string, std::string> seen;  // by how they look
  for (const auto& line : lines.value.entries) {
    if (const auto wrong = problem_of_name(line.key, "the line")) {
      problems_.add({line.where, line.value.path, wrong->message, wrong->remedy});
      continue;
    }
    if (line.key.find('.') != std::string::npos) {
      problems_.add({line.where, line.value.path, "the name of a line has a dot in it",
                     "write it without dots: they part the keys of a path"});
      continue;
    }
    const auto [other, fresh] = seen.emplace(folded_name(line.key), line.key);
    if (!fresh) {
      problems_.add(
          {line.where, line.value.path,
           fmt::format("the lines '{}' and '{}' are hardly told apart", other->second, line.key),
           "give one of the two another name"});
      continue;
    }
    names.push_back(line.key);
    read_line(line, section, layer);
  }
  if (names.size() > kMostLines) {
    problems_.add({lines.where, lines.value.path, fmt::format("there are {} lines", names.size()),
                   fmt::format("write at most {}", kMostLines)});
  }
}

void ScenarioReader::read_line(const YamlEntry& line, const std::string& section, Layer& layer) {
  if (!line.value.is_map() && line.value.kind != YamlKind::empty) {
    problems_.add({line.where, line.value.path,
                   fmt::format("a line is a block of parameters, not {}", kind_name(line.value)),
                   "write what is different in this line, or {} if nothing is"});
    return;
  }
  for (const auto& entry : line.value.entries) read_in_line(entry, line.key, section, layer);
  // Every line says for whom it is, so that it is there whatever else it has.
  const auto eligible = line_path(section + ".eligible", line.key);
  if (line.value.find("eligible") != nullptr) return;
  ParameterEntry everybody;
  everybody.value = Series(0);
  everybody.status = context_.policy_allowed ? kPolicyStatus : "fixed";
  everybody.source = "definition";
  everybody.where = line.where;
  layer.line_entries[eligible] = std::move(everybody);
}

void ScenarioReader::read_in_line(const YamlEntry& entry, const std::string& line,
                                  const std::string& section, Layer& layer) {
  std::vector<std::string> own;
  for (const auto* spec : index_.under(section)) {
    if (spec->by_line) own.push_back(last_part(spec->path));
  }
  const auto* of_all = index_.find(section + "." + entry.key);
  if (of_all == nullptr) {
    problems_.add(unknown_key(entry, entry.value.path, suggest(plain_looks(entry.key), own)));
    return;
  }
  if (!of_all->by_line) {
    problems_.add({entry.where, entry.value.path,
                   fmt::format("'{}' is one for all lines of the instrument", entry.key),
                   "write it beside 'lines'; a line may have " + join(own)});
    return;
  }
  ParameterSpec spec = *of_all;
  spec.path = line_path(of_all->path, line);
  const auto read = read_parameter(entry, spec);
  if (!read) return;
  if (read->has_prior) {
    problems_.add({entry.where, entry.value.path, "the value of a line has no range",
                   "remove it: what is not known of the instrument holds for its lines"});
  }
  layer.line_entries[spec.path] = *read;
}

ScenarioReader::Siblings ScenarioReader::siblings_in(const YamlNode& section,
                                                     const std::string& path) const {
  Siblings siblings{index_.children(path), {}};
  if (path.empty()) {
    const auto head = names_of(scenario_keys());
    siblings.all.insert(siblings.all.end(), head.begin(), head.end());
  }
  std::copy_if(siblings.all.begin(), siblings.all.end(), std::back_inserter(siblings.absent),
               [&](const auto& key) { return section.find(key) == nullptr; });
  return siblings;
}

void ScenarioReader::report_unknown(const YamlEntry& entry, const std::string& path,
                                    const Siblings& siblings, const std::string& section_path,
                                    Layer& layer) {
  constexpr int kMostSearched = 200;  // nobody mistypes more, and each takes its time
  if (const auto instead = instead_of_budget(section_path);
      !instead.empty() &&
      (entry.key == "budget_krw_per_year" || entry.key == "budget_by_twelfths")) {
    problems_.add({entry.where, path, "this instrument cannot have a budget for a year", instead});
    return;
  }
  if ((entry.key == "eligible" || entry.key == "lines") && !instrument_of(section_path).empty()) {
    problems_.add({entry.where, path, "this is not offered to persons one by one",
                   "remove it: there is nobody who could be eligible or not"});
    return;
  }
  if (auto replaced = what_replaced(path); !replaced.empty()) {
    problems_.add(unknown_key(entry, path, std::move(replaced)));
    return;
  }
  // A misspelt key stands for one that is absent, if any.
  const auto written = plain_looks(entry.key);
  auto near = nearest(written, siblings.absent);
  const bool is_absent = !near.empty();
  if (near.empty()) near = nearest(written, siblings.all);
  const auto meant = section_path.empty() ? near : section_path + "." + near;
  std::string remedy;
  if (!near.empty()) {
    for (const auto* spec : index_.under(meant)) mentioned_.insert(spec->path);
    remedy = suggestion(near);
  } else if (const auto elsewhere =
                 ++searched_ > kMostSearched ? "" : index_.nearest_path(plain_looks(path));
             !elsewhere.empty()) {
    mentioned_.insert(elsewhere);
    remedy = suggestion(elsewhere);
  } else {
    remedy = suggest(written, siblings.all);
  }
  problems_.add(unknown_key(entry, path, remedy));
  // What stands below a misspelt key is read as what was meant, so that all is told at once.
  if (is_absent && (index_.find(meant) != nullptr || index_.is_section(meant))) {
    read_entry(entry, meant, layer);
  }
}

void ScenarioReader::report_missing(const Layer& layer) {
  for (const auto* spec : index_.under("")) {
    if (mentioned_.count(spec->path) > 0) continue;
    // Point at the innermost section that is there.
    const YamlNode* section = &layer.root;
    SourceLocation where{layer.file.string(), 0, 0};
    for (std::size_t dot = spec->path.find('.'), start = 0; dot != std::string::npos;
         start = dot + 1, dot = spec->path.find('.', start)) {
      const auto key = spec->path.substr(start, dot - start);
      const auto entry =
          std::find_if(section->entries.begin(), section->entries.end(),
                       [&](const YamlEntry& candidate) { return candidate.key == key; });
      if (entry == section->entries.end()) break;
      where = entry->where;
      section = &entry->value;
    }
    problems_.add(
        {where, spec->path,
         fmt::format("this parameter is missing ({}; {})", expected_value(*spec), spec->meaning),
         leaf_form(*spec)});
  }
}

}  // namespace resettle
