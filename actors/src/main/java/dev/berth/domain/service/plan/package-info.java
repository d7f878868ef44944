/**
 * What a service needs next, planned from a snapshot.
 *
 * <ul>
 *   <li>lower = ⌈desired · minimumHealthyPercent / 100⌉ healthy tasks stay; upper = ⌊desired ·
 *       maximumPercent / 100⌋ tasks are not exceeded. A task whose stop was asked for does not
 *       count; on a DAEMON's instance it does.
 *   <li>Tasks are started while upper allows. Tasks are stopped when enough healthy ones are left
 *       over, or to make room for a start, and then only down to lower.
 *   <li>A task is healthy when its health checks say so, or when it runs where it has none. After a
 *       first early end such a task counts only when it has run for a while.
 *   <li>An unhealthy task is replaced first. Where upper forbids that, one at a time is stopped.
 *   <li>While PRIMARY cannot start tasks, the older COMPLETED deployment replaces its own.
 *   <li>Protected tasks are not stopped by scale-in, deployments and rebalancing.
 *   <li>A plan does not remember: the same snapshot gives the same plan. Where it waits for time it
 *       says until when.
 * </ul>
 *
 * <p>Load balancers join in two places: {@link dev.berth.domain.service.plan.ServiceTask#target} is
 * the health of a task's target, and whoever carries out {@link
 * dev.berth.domain.service.plan.ServiceAction.Stop} deregisters the targets first.
 */
package dev.berth.domain.service.plan;
