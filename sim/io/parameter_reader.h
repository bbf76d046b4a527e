#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/errors.h"
#include "io/input_files.h"
#include "io/scenario.h"
#include "io/tables.h"
#include "io/yaml.h"

namespace resettle {

/// Every parameter path of the catalogue, and the sections they form.
class CatalogueIndex {
 public:
  explicit CatalogueIndex(const ParameterCatalogue& catalogue);

  /// The parameter of that path, or nullptr.
  [[nodiscard]] const ParameterSpec* find(const std::string& path) const;
  [[nodiscard]] bool is_section(const std::string& path) const;
  /// The keys under a section ("" = the top level).
  [[nodiscard]] std::vector<std::string> children(const std::string& section) const;
  /// The parameters under a section, or the parameter itself, in order of path.
  [[nodiscard]] std::vector<const ParameterSpec*> under(const std::string& path) const;
  /// The path that a writer of `wrong` may have meant, or "".
  [[nodiscard]] std::string nearest_path(const std::string& wrong) const;

 private:
  [[nodiscard]] std::vector<std::string> paths_named(const std::string& name) const;

  std::map<std::string, ParameterSpec> specs_;
  std::vector<std::string> paths_;
};

/// What the file at hand allows and where its tables are.
struct ParameterContext {
  bool policy_allowed = false;          ///< the status "policy", for overlays only
  bool has_below = false;               ///< the file is based on another one
  std::filesystem::path file_folder;    ///< a table named with a '/' counts from here
  std::filesystem::path tables_folder;  ///< a bare table name counts from here
};

/// Reads the leaves of scenario files: {value, unit, range, status, source, note}.
class ParameterReader {
 public:
  ParameterReader(ProblemList& problems, const InputSource& source)
      : problems_(problems), tables_(source) {}

  /// A whole leaf; nothing, with problems, if any part of it is wrong.
  std::optional<ParameterEntry> read_leaf(const YamlNode& leaf, const ParameterSpec& spec,
                                          const ParameterContext& context);

  /// A condition that stands alone, without unit, status and source, as an overlay may write it; a
  /// justification may stand among what it asks for.
  std::optional<ParameterEntry> read_short_condition(const YamlNode& node,
                                                     const ParameterSpec& spec,
                                                     const ParameterContext& context);

  /// A value alone: a number, true or false, a month, `none`, `neutral`, values by month, a
  /// condition, or a column of a table. Every value is checked against the type and valid range of
  /// the parameter.
  std::optional<Series> read_value(const YamlNode& node, const ParameterSpec& spec,
                                   const ParameterContext& context);

  /// {times: 1.5}, {plus: 200000}, or such values by month; empty, with problems, if it is neither.
  std::vector<RelativeStep> read_relative_steps(const YamlNode& node, const ParameterSpec& spec,
                                                const ParameterContext& context);

  /// The values of an entry over those of the files below, from its first month on; nothing, with
  /// a problem, if one is outside the valid range.
  std::optional<Series> over(const ParameterEntry& entry, const Series& below,
                             const ParameterSpec& spec);

 private:
  std::optional<ParameterEntry> read_relative_leaf(const YamlNode& leaf, const YamlNode& value,
                                                   const ParameterSpec& spec,
                                                   const ParameterContext& context);
  std::optional<double> read_scalar(const YamlNode& node, const ParameterSpec& spec);
  std::optional<Series> read_by_month(const YamlNode& node, const ParameterSpec& spec);
  std::optional<Series> read_column(const YamlNode& node, const ParameterSpec& spec,
                                    const ParameterContext& context);
  bool check_valid(double value, const ParameterSpec& spec, const SourceLocation& where,
                   const std::string& key);
  void read_unit(const YamlNode& leaf, const ParameterSpec& spec);
  std::string read_status(const YamlNode& leaf, const ParameterContext& context);
  void read_range(const YamlNode& node, const ParameterSpec& spec, ParameterEntry& entry);
  void read_justification(const YamlNode* justification, const ParameterSpec& spec,
                          ParameterEntry& entry, const SourceLocation& where);
  void read_prior_of(const YamlNode& leaf, const ParameterSpec& spec, ParameterEntry& entry);

  ProblemList& problems_;
  DatedTables tables_;
};

/// The protected traits that a dated condition asks for in any month, or "".
std::string protected_in(const Series& conditions);

/// What is written for the value at which the effect of a parameter is exactly absent.
inline constexpr const char* kNeutral = "neutral";

/// Whether `none` is a value: no limit, or no end.
bool none_allowed(ParameterKind kind);

/// What `none` stands for where it is allowed.
double none_value(ParameterKind kind);

/// Whether values may come from a table and have a prior range.
bool is_numeric(ParameterKind kind);

/// "0 to 1 (share)", "at least 0 (KRW)".
std::string valid_range(const ParameterSpec& spec);

/// A value in the way the parameter is written: a number, true, a month or `none`.
std::string value_text(double value, ParameterKind kind);

/// How a value of this parameter is written, for messages: "a number in KRW/month".
std::string expected_value(const ParameterSpec& spec);

}  // namespace resettle
