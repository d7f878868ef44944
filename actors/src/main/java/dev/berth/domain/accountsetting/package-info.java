/** The rules of account settings. */
package dev.berth.domain.accountsetting;
