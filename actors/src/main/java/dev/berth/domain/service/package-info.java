/**
 * The rules of a service, its deployments and its history.
 *
 * <ul>
 *   <li>A service is ACTIVE, DRAINING or INACTIVE. It has one PRIMARY deployment; older ones are
 *       ACTIVE until they have no tasks.
 *   <li>A deployment starts with the service, with another revision, or by force. It is IN_PROGRESS
 *       until it is COMPLETED or FAILED.
 *   <li>The circuit breaker counts tasks that end before they are healthy and tasks that are
 *       replaced because they are unhealthy. It trips when the count reaches its threshold. A task
 *       that becomes healthy sets the count to 0.
 *   <li>A rollback makes the newest COMPLETED deployment PRIMARY again, under its old id. Until it
 *       has completed again there is nothing to roll back to.
 *   <li>An event about a condition is written once while the condition continues, and again after
 *       six hours.
 * </ul>
 *
 * <p>The actions are planned in {@link dev.berth.domain.service.plan}.
 */
package dev.berth.domain.service;
