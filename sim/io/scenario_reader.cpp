// Which files make up a scenario, and what stands at their heads. Their parameters are read in
// scenario_sections.cpp.
#include "io/scenario_reader.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "io/file_keys.h"
#include "io/projection.h"
#include "io/strict_text.h"

namespace resettle {
namespace {

/// What two spellings of one file have in common: on disk where it really lies; among kept inputs,
/// which must read the same wherever they are read, its name and its content.
std::string identity(const std::filesystem::path& file, const InputSource& source) {
  if (source.kept != nullptr) {
    const auto found = source.kept->find(input_name(file));
    if (found == source.kept->end()) return input_name(file);
    return file.filename().string() + "\n" + found->second;
  }
  std::error_code ignored;
  const auto real = std::filesystem::weakly_canonical(file, ignored);
  return ignored ? input_name(file) : real.string();
}

}  // namespace

ScenarioReader::ScenarioReader(const ParameterCatalogue& catalogue, ProblemList& problems,
                               const InputSource& source)
    : problems_(problems), source_(source), index_(catalogue), parameters_(problems, source) {}

std::vector<const Layer*> ScenarioReader::chain(const std::filesystem::path& file,
                                                const NamedAt& named_at) {
  std::vector<Layer*> layers;
  NamedFile next{file.lexically_normal(), named_at};
  bool complete = false;
  while (!complete) {
    Layer* layer = load(next.file, next.named_at);
    if (layer == nullptr) break;
    if (std::find(layers.begin(), layers.end(), layer) != layers.end()) {
      problems_.add({next.named_at.where, "based_on",
                     fmt::format("the files are based on each other in a circle: {} again",
                                 layer->file.string()),
                     "one of them must be a baseline, without 'based_on'"});
      break;
    }
    layers.push_back(layer);
    complete = !layer->based_on;
    if (!complete) next = *layer->based_on;
  }
  if (layers.empty()) return {};
  std::reverse(layers.begin(), layers.end());
  const auto base_folder = layers.front()->file.parent_path();
  bool usable = complete;
  for (auto* layer : layers) {
    if (!std::exchange(layer->entries_read, true)) read_entries(*layer, base_folder);
    usable = usable && layer->usable;
  }
  if (!usable) return {};
  return {layers.begin(), layers.end()};
}

Layer* ScenarioReader::load(const std::filesystem::path& file, const NamedAt& named_at) {
  auto& layer = layers_[identity(file, source_)];
  if (layer) {
    // By another spelling it will be asked for by that one again when only kept inputs are read.
    if (source_.noted != nullptr) read_text_file(file, named_at, problems_, source_);
    return layer.get();
  }
  auto root = read_yaml(file, named_at, problems_, source_);
  if (!root) return nullptr;
  layer = std::make_unique<Layer>();
  layer->file = file;
  layer->root = std::move(*root);
  read_head(*layer);
  return layer.get();
}

void ScenarioReader::read_head(Layer& layer) {
  const auto& root = layer.root;
  const auto* based_on = root.find("based_on");
  // Without any of its three marks the file is hardly a baseline: one problem, not hundreds.
  if (based_on == nullptr && root.find("tables") == nullptr && root.find("run") == nullptr) {
    layer.usable = false;
    problems_.add({{layer.file.string(), 1, 1},
                   "based_on",
                   "'based_on' is missing",
                   "name the scenario this one departs from, as 'based_on: ../baseline.yaml' (a "
                   "baseline has 'tables' and 'run' instead)"});
  }
  if (const auto* intent = value_of(root, scenario_keys(), "intent", problems_)) {
    layer.intent = read_words(*intent, problems_).value_or("");
  }
  if (const auto* source = root.find("source")) read_words(*source, problems_);
  if (based_on == nullptr) {
    if (layer.usable) read_baseline_head(layer);
    return;
  }
  for (const std::string key : {"tables", "run", "resolved_from"}) {
    const auto* found = root.find(key);
    if (found == nullptr) continue;
    problems_.add({found->where, key, fmt::format("'{}' is not allowed in an overlay", key),
                   "an overlay changes parameters only; the rest belongs to its baseline"});
  }
  const auto name = read_text(*based_on, problems_);
  layer.usable = name.has_value();
  layer.based_on = NamedFile{(layer.file.parent_path() / name.value_or("")).lexically_normal(),
                             {based_on->where, "based_on"}};
}

void ScenarioReader::read_baseline_head(Layer& layer) {
  const auto& root = layer.root;
  const auto* tables =
      required(root, "tables", "name the files of " + join(input_table_names()), problems_);
  if (tables != nullptr) read_tables(*tables, layer);
  const auto* run = required(
      root, "run", "write run: {start: 1990-01, end: 2025-12, replicates: 1, seed: 1}", problems_);
  if (run != nullptr) read_run(*run, layer);
  if (const auto* origin = root.find("resolved_from")) read_text(*origin, problems_);
}

void ScenarioReader::read_tables(const YamlNode& tables, Layer& layer) {
  if (!tables.is_map()) {
    problems_.add({tables.where, "tables", "table names and files are needed here",
                   "write 'arrivals: tables/arrivals.csv' and so on below it"});
    return;
  }
  check_keys(tables, input_table_names(), problems_);
  for (const auto& name : input_table_names()) {
    const auto* node =
        required(tables, name, fmt::format("write '{0}: tables/{0}.csv'", name), problems_);
    const auto file = node != nullptr ? read_text(*node, problems_) : std::nullopt;
    if (!file) continue;
    layer.tables_as_named[name] = *file;
    layer.tables[name] = {(layer.file.parent_path() / *file).lexically_normal(),
                          {node->where, node->path}};
  }
}

void ScenarioReader::read_run(const YamlNode& run, Layer& layer) {
  const auto before = problems_.items().size();
  if (!run.is_map()) {
    problems_.add({run.where, "run", "run settings are needed here",
                   "write run: {start: 1990-01, end: 2025-12, replicates: 1, seed: 1}"});
    return;
  }
  check_keys(run, names_of(run_keys()), problems_);
  const auto month = [&](const std::string& key, SourceLocation& where) {
    const auto* node = value_of(run, run_keys(), key, problems_);
    if (node == nullptr) return Month{};
    where = node->where;
    return read_month(*node, problems_).value_or(Month{});
  };
  layer.run.start = month("start", layer.run_start_where);
  layer.run.end = month("end", layer.run_end_where);
  const auto whole = [&](const char* key) {
    return whole_number_of(run, run_keys(), key, problems_);
  };
  layer.run.replicates = static_cast<int>(whole("replicates"));
  layer.run.seed = static_cast<std::uint32_t>(whole("seed"));
  layer.run.scale = scale_of(run, problems_);
  layer.run_is_sound = problems_.items().size() == before;
}

const Inputs& ScenarioReader::inputs_of(const Layer& base) {
  const auto known = inputs_.find(&base);
  if (known != inputs_.end()) return known->second;
  const auto before = problems_.items().size();
  auto inputs = read_inputs(base.tables, problems_, source_);
  if (problems_.items().size() != before) inputs.arrivals.clear();  // not to be judged by
  return inputs_.emplace(&base, std::move(inputs)).first->second;
}

namespace {

/// Values by month hold from their first month on; before it stays what the file below says.
Series laid_over(const Series& below, const Series& above) {
  const Month first = above.steps().front().first;
  // Nothing can be written before 1900-01, and a first value holds before its month too.
  if (first <= month_of(1900, 1) || below.empty()) return above;
  auto steps = below.until(first, above).steps();
  // A constant has no month to be written under; its value holds before any first month.
  if (steps.front().first == kNever) steps.front().first = first - 1;
  return Series(std::move(steps));
}

/// What stays uncertain when other values are laid over a parameter: the months before them.
std::optional<Prior> prior_before(std::optional<Prior> prior, const Series& above) {
  const Month first = above.steps().front().first;
  if (!prior || first <= month_of(1900, 1)) return std::nullopt;
  prior->until = std::min(prior->until, first);
  return prior;
}

/// Why the condition asks for what is protected: in the months that are laid over and before them.
std::string reasons(const ParameterEntry& below, const ParameterEntry& entry, const Series& above) {
  const Month first = above.steps().front().first;
  std::vector<std::pair<Month, double>> before;
  for (const auto& step : below.value.steps()) {
    if (first > month_of(1900, 1) && step.first < first) before.push_back(step);
  }
  const bool still_asked = !before.empty() && !protected_in(Series(std::move(before))).empty();
  if (!still_asked || below.justification == entry.justification) return entry.justification;
  if (entry.justification.empty()) return below.justification;
  return fmt::format("{}; from {}: {}", below.justification, to_string(first), entry.justification);
}

}  // namespace

Series value_of_files(const std::vector<const Layer*>& layers, const std::string& path) {
  Series value;
  for (const auto* layer : layers) {
    const auto found = layer->entries.find(path);
    if (found == layer->entries.end()) continue;
    const auto& above = found->second;
    if (!above.relative.empty() && value.empty()) continue;  // there is nothing to go by
    value = laid_over(value, above.relative.empty() ? above.value : applied(above.relative, value));
  }
  return value;
}

Scenario ScenarioReader::assemble(const std::vector<const Layer*>& layers,
                                  const std::vector<Override>& overrides) {
  require(!layers.empty(), "a scenario needs at least one file");
  const Layer& base = *layers.front();
  const Layer& top = *layers.back();
  Scenario scenario;
  scenario.name = top.file.stem().string();
  scenario.intent = top.intent;
  scenario.file = top.file;
  scenario.tables = base.tables_as_named;
  scenario.run = base.run;
  scenario.inputs = inputs_of(base);
  for (const auto* layer : layers) {
    scenario.files.push_back(layer->file);
    for (const auto& [path, entry] : layer->entries) {
      lay(entry, *index_.find(path), scenario);
    }
  }
  // What a line does not say is that of the instrument, also where --set says it.
  apply(overrides, false, base.file.parent_path(), scenario);
  lay_lines(layers, scenario);
  apply(overrides, true, base.file.parent_path(), scenario);
  project(scenario.parameters, scenario.inputs);
  check_together(scenario, problems_);
  if (base.run_is_sound) {
    check_period({base.run.start, base.run_start_where}, {base.run.end, base.run_end_where}, "run",
                 scenario.inputs, problems_);
  }
  return scenario;
}

void ScenarioReader::lay(const ParameterEntry& entry, const ParameterSpec& spec,
                         Scenario& scenario) {
  auto& placed = scenario.parameters[spec.path];
  const auto above = parameters_.over(entry, placed.value, spec);
  if (!above) return;
  const Series value = laid_over(placed.value, *above);
  const auto prior_below = placed.prior;
  const auto why = spec.kind == ParameterKind::condition ? reasons(placed, entry, *above) : "";
  placed = entry;
  placed.justification = why;
  placed.value = value;
  placed.prior = entry.prior ? entry.prior : prior_before(prior_below, *above);
  if (!placed.has_prior) placed.prior_low = placed.prior_high = value.steps().front().second;
}

void ScenarioReader::lay_lines(const std::vector<const Layer*>& layers, Scenario& scenario) {
  std::map<std::string, const Layer*> topmost;  // by instrument
  for (const auto* layer : layers) {
    for (const auto& [instrument, lines] : layer->lines) topmost[instrument] = layer;
  }
  for (const auto& [instrument, layer] : topmost) {
    const auto& lines = layer->lines.at(instrument);
    if (lines.empty()) continue;  // `lines: none` of an overlay
    scenario.lines[instrument] = lines;
    const std::string section = "policies." + instrument;
    for (const auto& line : lines) {
      for (const auto* of_all : index_.under(section)) {
        const auto own = layer->line_entries.find(line_path(of_all->path, line));
        if (own == layer->line_entries.end()) continue;
        ParameterSpec spec = *of_all;
        spec.path = own->first;
        // Before its first month a value is that of the instrument; a condition is its own.
        const bool beside = spec.kind != ParameterKind::condition;
        if (beside) scenario.parameters[spec.path].value = scenario.parameters[of_all->path].value;
        lay(own->second, spec, scenario);
      }
    }
  }
}

}  // namespace resettle
