#include <map>
#include <memory>
#include <string>

#include <fmt/format.h>

#include "app/commands.h"
#include "app/examples.h"
#include "app/standard_output.h"
#include "io/file_schema.h"
#include "model/month.h"
#include "model/study_meanings.h"

namespace resettle {

namespace {

const std::map<std::string, SchemaFor> kParts{{"scenario", SchemaFor::scenarios},
                                              {"study", SchemaFor::studies}};

void execute(const std::string& part) {
  const auto& catalogue = parameter_catalogue();
  const Scenario baseline = read_scenario(baseline_file(), catalogue);
  const auto files = part.empty() ? SchemaFor::studies_and_scenarios : kParts.at(part);
  print_text("{}", file_schema(catalogue, baseline, study_meanings(), files));
}

}  // namespace

void add_schema(CLI::App& app) {
  auto* command = app.add_subcommand(
      "schema", "Print a JSON Schema of studies and scenarios, with which editors help");
  auto part = std::make_shared<std::string>();
  command->add_option("files", *part, "of one kind of files only (default: both)")
      ->check(CLI::IsMember(kParts));
  command->footer(
      "Then this line at the head of a YAML file is enough for VS Code with the YAML extension, "
      "and "
      "for\nother editors with the YAML language server:\n"
      "  # yaml-language-server: $schema=resettle.schema.json\n" +
      examples({"schema > resettle.schema.json"}));
  command->callback([part] { execute(*part); });
}

}  // namespace resettle
