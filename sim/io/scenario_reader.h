#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/errors.h"
#include "io/input_files.h"
#include "io/parameter_reader.h"
#include "io/scenario.h"
#include "io/tables.h"
#include "io/yaml.h"

namespace resettle {

/// One scenario file by itself: a baseline, or an overlay that holds only what differs.
struct Layer {
  std::filesystem::path file;
  YamlNode root;
  std::string intent;
  std::optional<NamedFile> based_on;  ///< of an overlay
  bool usable = true;                 ///< false: what stands above it cannot be judged
  bool sound = true;                  ///< false: its parameters have problems
  bool entries_read = false;
  std::map<std::string, ParameterEntry> entries;
  std::map<std::string, std::vector<std::string>> lines;  ///< by instrument, in their order
  std::map<std::string, ParameterEntry> line_entries;
  std::map<std::string, NamedFile> tables;  ///< of a baseline
  std::map<std::string, std::string> tables_as_named;
  RunDefaults run;
  SourceLocation run_start_where;
  SourceLocation run_end_where;
  bool run_is_sound = false;  ///< false: not to be judged as a period
};

/// Reads scenario files, each once, and puts them together.
class ScenarioReader {
 public:
  ScenarioReader(const ParameterCatalogue& catalogue, ProblemList& problems,
                 const InputSource& source);

  /// The file and all that it is based on, base first; empty, with problems, if one is unusable.
  std::vector<const Layer*> chain(const std::filesystem::path& file, const NamedAt& named_at);

  /// The scenario that results when each layer replaces what it names. Checks what only the whole
  /// can show: dates in order, weights that add up, a run within the years of the tables.
  Scenario assemble(const std::vector<const Layer*>& layers,
                    const std::vector<Override>& overrides);

  /// Adds a problem for every --set of a line that none of the scenarios has that were assembled.
  void report_lines_not_found(const std::vector<Override>& overrides);

  [[nodiscard]] const CatalogueIndex& index() const { return index_; }

 private:
  Layer* load(const std::filesystem::path& file, const NamedAt& named_at);
  void read_head(Layer& layer);
  void read_baseline_head(Layer& layer);
  void read_tables(const YamlNode& tables, Layer& layer);
  void read_run(const YamlNode& run, Layer& layer);
  void read_entries(Layer& layer, const std::filesystem::path& base_folder);
  void read_section(const YamlNode& section, const std::string& path, Layer& layer);
  void read_entry(const YamlEntry& entry, const std::string& path, Layer& layer);
  std::optional<ParameterEntry> read_parameter(const YamlEntry& entry, const ParameterSpec& spec);
  void read_lines(const YamlEntry& lines, const std::string& section, Layer& layer);
  void read_line(const YamlEntry& line, const std::string& section, Layer& layer);
  void read_in_line(const YamlEntry& entry, const std::string& line, const std::string& section,
                    Layer& layer);
  /// Keys that may stand in a section, and those of them that do not.
  struct Siblings {
    std::vector<std::string> all;
    std::vector<std::string> absent;
  };
  [[nodiscard]] Siblings siblings_in(const YamlNode& section, const std::string& path) const;
  void report_unknown(const YamlEntry& entry, const std::string& path, const Siblings& siblings,
                      const std::string& section_path, Layer& layer);
  void report_missing(const Layer& layer);
  /// Lays an entry over what the files below make of the parameter.
  void lay(const ParameterEntry& entry, const ParameterSpec& spec, Scenario& scenario);
  /// Lays the lines of the topmost file that has any over the values of their instruments.
  void lay_lines(const std::vector<const Layer*>& layers, Scenario& scenario);
  /// Sets what --set says, of lines or of all else.
  void apply(const std::vector<Override>& overrides, bool of_lines,
             const std::filesystem::path& base_folder, Scenario& scenario);
  /// The value that --set gives to a parameter.
  std::optional<ParameterEntry> read_set(const YamlNode& value, const ParameterSpec& spec,
                                         const ParameterContext& context);
  /// The parameter that --set means in this scenario; nothing where it has no such line, which
  /// another scenario of the study may have.
  std::optional<ParameterSpec> spec_of(const Override& change, const Scenario& scenario);
  const Inputs& inputs_of(const Layer& base);

  ProblemList& problems_;
  InputSource source_;
  CatalogueIndex index_;
  ParameterReader parameters_;
  std::map<std::string, std::unique_ptr<Layer>> layers_;  ///< by identity
  std::map<const Layer*, Inputs> inputs_;
  std::map<std::string, std::set<std::string>> lines_seen_;  ///< by instrument, of all scenarios
  // While entries of one layer are read:
  ParameterContext context_;
  std::set<std::string> mentioned_;  ///< paths spoken of, rightly or wrongly
  int searched_ = 0;                 ///< keys that were looked for in all sections
};

/// What the layers make of a parameter, without --set; empty if none of them names it.
Series value_of_files(const std::vector<const Layer*>& layers, const std::string& path);

/// Checks between parameters of one scenario. A parameter that has a problem already is left out:
/// its value is not what the user meant.
void check_together(const Scenario& scenario, ProblemList& problems);

/// What is wrong with a condition that names a locality which the tables do not have, or that
/// nobody can meet; its place is the caller's.
std::optional<Problem> problem_with(const Condition& condition, const Inputs& inputs);

/// A month and the place where it was written.
struct NamedMonth {
  Month month;
  SourceLocation where;
};

/// Checks a simulated period, whose keys are `key`.start and `key`.end, against the calendar and
/// the arrivals table.
void check_period(const NamedMonth& start, const NamedMonth& end, const std::string& key,
                  const Inputs& inputs, ProblemList& problems);

/// Persons who come to the end of the year of a month.
double persons_to(Month end, const Inputs& inputs);

}  // namespace resettle
