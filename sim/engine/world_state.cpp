#include "engine/world_state.h"

#include <algorithm>
#include <cstring>
#include <type_traits>
#include <variant>

#include <fmt/format.h>

namespace resettle {

namespace {

/// A value as text: numbers with all their digits, codes as numbers, lists in order.
template <class T>
std::string show_value(const T& value) {
  if constexpr (std::is_enum_v<T>) {
    return fmt::format("{}", static_cast<long>(value));
  } else if constexpr (std::is_arithmetic_v<T>) {
    return fmt::format("{}", value);
  } else {
    std::string text;
    for (const auto& part : value) {
      if (!text.empty()) text += ' ';
      text += show_value(part);
    }
    return text;
  }
}

template <class T>
StateColumn column(std::string_view of, std::string_view name, std::string_view unit,
                   const std::vector<T>& values) {
  static_assert(std::is_trivially_copyable_v<T>);
  return {of,
          name,
          unit,
          sizeof(T),
          std::as_bytes(std::span(values)),
          [&values](std::size_t i) { return show_value(values[i]); },
          nullptr};
}

/// Whom a person knows: the ties in the order of the row, without the draws that are made ahead.
struct KnownTie {
  std::uint32_t other;
  std::int16_t since;
  std::uint8_t host;
  std::uint8_t strong;
};

using KnownTies = std::array<KnownTie, TieBook::kSlots>;

std::string show_ties(const KnownTies& ties, std::size_t count) {
  std::string text = fmt::format("{} ties:", count);
  for (std::size_t n = 0; n < count; ++n) {
    text += fmt::format(" {} {} since {}{}", ties[n].host != 0 ? "host" : "person", ties[n].other,
                        to_string(Month{ties[n].since}), ties[n].strong != 0 ? " (strong)" : "");
  }
  return text;
}

StateColumn ties_of(const World& world) {
  const TieBook& book = world.ties;
  auto owned = std::make_shared<std::vector<std::byte>>(book.persons() * sizeof(KnownTies));
  for (std::size_t i = 0; i < book.persons(); ++i) {
    KnownTies known{};
    std::size_t n = 0;
    for (const Tie& tie : book.of(i)) {
      known[n++] = {tie.other, tie.since, static_cast<std::uint8_t>(tie.kind == TieKind::host),
                    static_cast<std::uint8_t>(tie.strong)};
    }
    std::memcpy(owned->data() + i * sizeof(KnownTies), known.data(), sizeof(KnownTies));
  }
  const std::span<const std::byte> bytes(*owned);
  const auto show = [bytes, &book](std::size_t i) {
    KnownTies known{};
    std::memcpy(known.data(), bytes.data() + i * sizeof(KnownTies), sizeof(KnownTies));
    return show_ties(known, book.of(i).size());
  };
  return {"person", "ties", "", sizeof(KnownTies), bytes, show, std::move(owned)};
}

void add_households(const Households& homes, std::vector<StateColumn>& state) {
  const auto add = [&](std::string_view name, const auto& values) {
    state.push_back(column("household", name, "", values));
  };
  add("has_kin", homes.has_kin);
  add("head", homes.head);
  add("members", homes.members);
  add("size", homes.size);
  add("able_members", homes.able_members);
  add("with_child", homes.with_child);
  add("last_exit", homes.last_exit);
  add("earnings_krw", homes.earnings_krw);
  add("countable_krw", homes.countable_krw);
  add("stipends_krw", homes.stipends_krw);
  add("assets_krw", homes.assets_krw);
  add("benefit_krw", homes.benefit_krw);
  add("equivalent_income_krw", homes.equivalent_income_krw);
}

void add_society(const World& world, std::vector<StateColumn>& state) {
  const Hosts& hosts = world.hosts;
  state.push_back(column("host", "attitude", "", hosts.attitude));
  state.push_back(column("host", "media", "", hosts.media));
  state.push_back(column("host", "mentees", "", hosts.mentees));
  state.push_back(column("host", "negative", "", hosts.negative));
  state.push_back(column("month of formation of ties", "ease", "", hosts.ease));
  state.push_back(column("officer", "locality", "", world.officers.locality));
  state.push_back(column("officer", "social_worker", "", world.officers.social_worker));
  state.push_back(column("officer", "quality_draw", "", world.officers.quality_draw));
  state.push_back(column("officer", "cases", "", world.officers.cases));
}

/// The organisations of a locality have gaps between their members, so each is put together.
StateColumn organisations_of(const World& world) {
  using Values = std::array<float, 3 * kNgos + 6 * kDyads + 10>;
  auto owned =
      std::make_shared<std::vector<std::byte>>(world.organisations.size() * sizeof(Values));
  for (std::size_t l = 0; l < world.organisations.size(); ++l) {
    const LocalOrganisations& here = world.organisations[l];
    Values values{};
    std::size_t n = 0;
    const auto add = [&](auto value) { values[n++] = static_cast<float>(value); };
    for (const auto* list : {&here.resources, &here.competence, &here.users}) {
      for (const float value : *list) add(value);
    }
    for (const Dyad& dyad : here.dyads) {
      for (const float value : {dyad.goodwill_ab, dyad.goodwill_ba, dyad.competence_ab,
                                dyad.competence_ba, dyad.risk}) {
        add(value);
      }
      add(dyad.mode);
    }
    for (const bool flag : {here.started, here.northern_active, here.board, here.seat_by_lot,
                            here.northern_seat, here.supported}) {
      add(flag);
    }
    for (const float value : {here.joint_funds, here.reach, here.effect, here.public_effort}) {
      add(value);
    }
    std::memcpy(owned->data() + l * sizeof(Values), values.data(), sizeof(Values));
  }
  const std::span<const std::byte> bytes(*owned);
  const auto show = [bytes](std::size_t l) {
    Values values{};
    std::memcpy(values.data(), bytes.data() + l * sizeof(Values), sizeof(Values));
    return show_value(values);
  };
  return {"locality", "organisations", "", sizeof(Values), bytes, show, std::move(owned)};
}

/// Money that instruments have left: the purses of a split budget, and of every capped instrument
/// what was spent before its cap held, what was promised when the year began and what it has paid
/// since.
StateColumn instruments_of(const World& world) {
  std::vector<double> values(world.purses.krw.begin(), world.purses.krw.end());
  for (const auto& info : kCapped) {
    const Budget& budget = world.budgets.of(info.instrument);
    values.push_back(static_cast<double>(budget.spent_before_krw));
    values.push_back(budget.promised_krw.value_or(-1.0));
    for (const LedgerLine line : info.lines) {
      values.push_back(static_cast<double>(world.ledger.this_year(line)));
    }
  }
  auto owned = std::make_shared<std::vector<std::byte>>(values.size() * sizeof(double));
  std::memcpy(owned->data(), values.data(), owned->size());
  const std::span<const std::byte> bytes(*owned);
  const auto show = [values](std::size_t i) { return show_value(values[i]); };
  return {"purse or budget", "money", "KRW", sizeof(double), bytes, show, std::move(owned)};
}

StateColumn places_of(const World& world) {
  const auto& begun = world.places.all();
  const auto show = [&begun](std::size_t i) { return show_value(begun[i]); };
  return {"place", "begun this year", "", sizeof(begun[0]), std::as_bytes(std::span(begun)), show,
          nullptr};
}

}  // namespace

std::vector<StateColumn> state_of(const World& world) {
  std::vector<StateColumn> state;
  for (const PersonColumn& one : person_dictionary()) {
    std::visit(
        [&](auto member) {
          state.push_back(column("person", one.name, one.unit, world.persons.*member));
        },
        one.member);
  }
  state.push_back(ties_of(world));
  add_households(world.households, state);
  add_society(world, state);
  state.push_back(organisations_of(world));
  state.push_back(instruments_of(world));
  state.push_back(places_of(world));
  return state;
}

std::optional<StateDifference> first_difference(const std::vector<StateColumn>& one,
                                                const std::vector<StateColumn>& other) {
  std::optional<StateDifference> first;
  for (std::size_t c = 0; c < one.size(); ++c) {
    const StateColumn& a = one[c];
    const StateColumn& b = other[c];
    if (first && first->of != a.of) break;
    const std::size_t both = std::min(a.count(), b.count());
    const auto end = a.bytes.begin() + static_cast<std::ptrdiff_t>(both * a.width);
    const auto found = std::mismatch(a.bytes.begin(), end, b.bytes.begin()).first;
    const auto index = static_cast<std::size_t>(found - a.bytes.begin()) / a.width;
    if (found == end && a.count() == b.count()) continue;
    if (first && first->index <= index) continue;
    const auto show = [&](const StateColumn& column) {
      return index < column.count() ? column.show(index) : std::string("(not there)");
    };
    first = {a.of, index, a.name, a.unit, show(a), show(b)};
  }
  return first;
}

}  // namespace resettle
