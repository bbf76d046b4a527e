#include "app/consequence.h"

#include <utility>

namespace resettle {

namespace {

std::string& current() {
  static std::string text = "nothing was run";
  return text;
}

}  // namespace

void say_if_it_fails(std::string consequence) { current() = std::move(consequence); }

const std::string& consequence() { return current(); }

}  // namespace resettle
