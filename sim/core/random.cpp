#include "core/random.h"

#include <map>
#include <stdexcept>
#include <string>
#include <utility>

#include "core/numerics.h"

namespace resettle {

float Draws::normal(const Decision& decision) const { return normal_quantile(uniform(decision)); }

void require_distinct(const std::vector<Decision>& decisions) {
  std::map<std::uint32_t, std::string_view> block_names;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::string_view> words;
  for (const auto& decision : decisions) {
    const auto [block, new_block] = block_names.try_emplace(decision.block_id, decision.block);
    if (!new_block && block->second != decision.block) {
      throw std::logic_error("two blocks of draws have the same hash: " +
                             std::string(block->second) + " and " + std::string(decision.block));
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
