#include "core/random.h"

#include <map>
#include <stdexcept>
#include <string>
#include <utility>

#include "core/numerics.h"

namespace resettle {

float Draws::normal(const Decision& decision) const { return normal_quantile(uniform(decision)); }

void require_distinct(const std::vector<Decision>& decisions) {
  std::map<std::uint32_t, std::string> block_names;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::string_view> words;
  const auto require_own_id = [&](std::uint32_t id, const std::string& name) {
    const auto [block, is_new] = block_names.try_emplace(id, name);
    if (!is_new && block->second != name) {
      throw std::logic_error("two blocks of draws have the same hash: " + block->second + " and " +
                             name);
    }
  };
  for (const auto& decision : decisions) {
    require_own_id(decision.block_id, std::string(decision.block));
    if (decision.screen_bits != 0) {
      require_own_id(decision.window_id + decision.word,
                     "window of " + std::string(decision.block) + std::to_string(decision.word));
    }
    const auto [word, new_word] =
        words.try_emplace({decision.block_id, decision.word}, decision.name);
    if (!new_word) {
      throw std::logic_error("two decisions share one draw: \"" + std::string(word->second) +
                             "\" and \"" + std::string(decision.name) + "\"");
    }
  }
}

}  // namespace resettle
