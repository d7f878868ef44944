package dev.berth.domain.placement;

import java.util.List;
import java.util.Map;

/**
 * What a placement pass decided; nothing is granted until the instances say so.
 *
 * @param chosen the instance for each task, by task id, in the order in which they were placed
 * @param unplaced for each task that fits nowhere, why each instance was ruled out
 */
public record Plan(Map<String, String> chosen, Map<String, List<Unfit>> unplaced) {}
