/* policy.c - see policy.h */
#include "verdict/policy.h"

#include <string.h>

const struct wb_category *wb_policy_category(const struct wb_policy *policy, const char *id)
{
	for (size_t i = 0; i < policy->category_count; i++) {
		if (strcmp(policy->categories[i].id, id) == 0)
			return &policy->categories[i];
	}
	return NULL;
}
