#include "app/json_output.h"

#include "app/commands.h"
#include "app/consequence.h"
#include "io/text_output.h"

namespace resettle {

void add_json_option(CLI::App& command, std::optional<std::filesystem::path>& file,
                     const std::string& meaning) {
  command
      .add_option_function<std::string>(
          "--json", [&file](const std::string& name) { file = name; }, meaning)
      ->type_name(kJsonFile);
}

std::optional<std::filesystem::path> json_output(const std::optional<std::filesystem::path>& asked,
                                                 const std::vector<std::filesystem::path>& inputs) {
  if (!asked) return std::nullopt;
  return text_output({*asked, "--json", ".json"}, inputs);
}

void write_json(const std::filesystem::path& file, const std::string& text) {
  say_if_it_fails("what was simulated stands above, but in no file");
  write_text_file(file, text);
}

}  // namespace resettle
