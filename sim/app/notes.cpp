#include "app/notes.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/standard_error.h"
#include "core/called_as.h"
#include "io/scenario_notes.h"
#include "model/month.h"

namespace resettle {

void print_notes(const AskedStudy& asked) {
  constexpr std::size_t kShown = 10;
  const auto notes = notes_on(asked.plan, parameter_catalogue(), {.kept = &asked.source.inputs});
  for (std::size_t i = 0; i < std::min(kShown, notes.size()); ++i) {
    tell(fmt::format("note: {}\n", notes[i]));
  }
  if (notes.size() > kShown) {
    tell(fmt::format("note: {} more; '{} check' shows them all\n", notes.size() - kShown,
                     called_as()));
  }
}

}  // namespace resettle
