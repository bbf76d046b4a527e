#include <map>
#include <memory>
#include <string>

#include <fmt/format.h>

#include "app/commands.h"
#include "app/completion_scripts.h"
#include "app/standard_output.h"

namespace resettle {

namespace {

using Script = std::string (*)(const CommandEntry&);
const std::map<std::string, Script> kShells{
    {"bash", bash_completion}, {"zsh", zsh_completion}, {"fish", fish_completion}};

}  // namespace

void add_completion(CLI::App& app) {
  auto* command = app.add_subcommand(
      "completion", "Print a script with which a shell completes commands, options and files");
  auto shell = std::make_shared<std::string>();
  command->add_option("shell", *shell, "which shell")->required()->check(CLI::IsMember(kShells));
  command->footer(
      "Examples, each a line for the shell's own start-up file:\n"
      "  source <(/path/to/resettle completion bash)\n"
      "  source <(/path/to/resettle completion zsh)      (below compinit)\n"
      "  /path/to/resettle completion fish | source");
  command->callback([shell, &app] {
    auto program = command_tree(app);
    for (auto& own : launcher_commands()) program.commands.push_back(std::move(own));
    print_text("{}", kShells.at(*shell)(program));
  });
}

}  // namespace resettle
