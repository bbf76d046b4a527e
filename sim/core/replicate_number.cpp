#include "core/replicate_number.h"

#include <fmt/format.h>

namespace resettle {

std::vector<int> replicate_numbers(int draws, int replicates) {
  std::vector<int> numbers;
  for (int draw = 0; draw <= draws; ++draw) {
    for (int replicate = 0; replicate < replicates; ++replicate) {
      numbers.push_back(replicate_number(draw, replicate));
    }
  }
  return numbers;
}

std::string replicate_name(int number) {
  return draw_of(number) == 0
             ? fmt::format("replicate {}", number)
             : fmt::format("draw {}, replicate {}", draw_of(number), within_draw(number));
}

}  // namespace resettle
