package dev.berth.domain.placement;

import java.util.List;
import java.util.Map;

/**
 * The result of a placement pass. The instances still have to grant the reservations.
 *
 * @param chosen the instance for each task, by task id, in the order in which they were placed
 * @param unplaced for each task that was not placed, why each instance was excluded
 * @param reasons why a scheduler did not place a task, in its own words; by task id
 */
public record Plan(
        Map<String, String> chosen,
        Map<String, List<Unfit>> unplaced,
        Map<String, String> reasons) {}
