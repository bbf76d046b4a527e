#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace resettle {

/// Case officers, each of one locality. Ids are never reused; an officer without cases rests.
struct Officers {
  std::vector<std::uint8_t> locality;
  std::vector<std::uint8_t> social_worker;  ///< 1 social worker, 0 police
  std::vector<float> quality_draw;          ///< standard normal; the mean in force comes on top
  std::vector<std::uint16_t> cases;         ///< defectors in charge this month

  /// A case of somebody who is not simulated, as long as the person who stands for them has an
  /// officer (`unseen_fellows`).
  struct UnseenCase {
    std::uint32_t officer;
    std::uint32_t person;
  };
  std::vector<UnseenCase> unseen;

  [[nodiscard]] std::size_t count() const { return locality.size(); }
};

/// The three organisations of a locality: two South-led, one North-led.
enum class Ngo : std::uint8_t { south_1, south_2, north };
inline constexpr std::size_t kNgos = 3;
inline constexpr auto kNorthern = static_cast<std::size_t>(Ngo::north);
/// Dyads of the North-led organisation with each South-led one, in the order of Ngo.
inline constexpr std::size_t kDyads = 2;
enum class DyadMode : std::uint8_t { none, tactical, partnership };

/// KRW a year that one unit of an organisation's resources stands for (MODEL 17.2).
inline constexpr double kKrwPerResource = 2e8;
/// Joint funds lift nobody's resources above this (MODEL 17.2).
inline constexpr float kMaximumFunded = 1.5F;

/// Trust between a South-led organisation (a) and the North-led one (b), per direction, 0-1.
struct Dyad {
  float goodwill_ab = 0;
  float goodwill_ba = 0;
  float competence_ab = 0;
  float competence_ba = 0;
  float risk = 0;  ///< 0-1, seen by both
  DyadMode mode = DyadMode::none;
};

/// The organisations of one locality and their coordination board.
struct LocalOrganisations {
  bool started = false;                   ///< the organisations have their first values
  std::array<float, kNgos> resources{};   ///< own, without joint funds; 1 is 200 M KRW a year
  std::array<float, kNgos> competence{};  ///< 0-1
  std::array<float, kNgos> users{};       ///< share of the defectors an organisation can reach
  std::array<Dyad, kDyads> dyads{};
  bool northern_active = false;  ///< the North-led organisation exists
  float foreign = 0;  ///< resources of the North-led one that foreign funders gave of late
  std::array<int, kDyads> quarters_apart{};     ///< without cooperation, in a row
  std::array<float, kDyads> more_for_public{};  ///< share of a South-led one that drifted there
  bool board = false;
  bool seat_by_lot = false;    ///< the board gave the North-led organisation a seat when it started
  bool northern_seat = false;  ///< it has one this month
  bool supported = false;      ///< the partnership instrument works here this month
  float joint_funds = 0;       ///< resources every organisation has from joint funds this year
  float reach = 0;             ///< share of the defectors reached
  float quality = 0;           ///< competence of the average won
  float duplication = 0;       ///< share of effort done twice
  float effect = 0;            ///< ngo_effect, 0-1
  float public_effort = 0;     ///< ngo_public_effort, 0-1

  /// Resources of an organisation this year, joint funds included; 0 where it does not exist.
  [[nodiscard]] float funded(std::size_t ngo) const {
    if (ngo == kNorthern && !northern_active) return 0.0F;
    return std::max(resources[ngo], std::min(kMaximumFunded, resources[ngo] + joint_funds));
  }
  /// Share of the North-led one's resources that foreign funders gave, 0-1.
  [[nodiscard]] float foreign_share() const {
    const float own = resources[kNorthern];
    return own > 0.0F ? std::min(1.0F, foreign / own) : 0.0F;
  }
  /// Money the organisations work with in a year, KRW.
  [[nodiscard]] double yearly_funds_krw() const {
    return kKrwPerResource * static_cast<double>(funded(0) + funded(1) + funded(2));
  }
};

}  // namespace resettle
