/* SPDX-License-Identifier: MIT
 * The words of the options that take one of a closed list. Where another room has the list (formats, dialects, announce types,
 * endpoints of arXiv's), it is asked for it. */
#ifndef DIGEST_CHOICES_H
#define DIGEST_CHOICES_H

#include "digest/options.h"

enum choice_by { BY_ANNOUNCED, BY_SUBMITTED };
enum choice_math { MATH_KEEP, MATH_TEXT };
enum choice_refresh { REFRESH_NEVER, REFRESH_TOP, REFRESH_ALL };
enum choice_untraced { UNTRACED_MARK, UNTRACED_DROP, UNTRACED_KEEP };
enum choice_open { OPEN_ABS, OPEN_PDF, OPEN_HTML };
enum choice_color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* What the number of each word is. */
opt_choices choices_announce;  /* enum announce_type */
opt_choices choices_by;        /* enum choice_by */
opt_choices choices_protocol;  /* enum summary_protocol */
opt_choices choices_gate;      /* enum check_mode */
opt_choices choices_format;    /* the place in format_at() */
opt_choices choices_dialect;   /* the place in dialect_at() */
opt_choices choices_details;   /* enum page_details */
opt_choices choices_labels;    /* enum page_labels */
opt_choices choices_title;     /* enum page_titles */
opt_choices choices_math;      /* enum choice_math */
opt_choices choices_front;     /* enum front_kind */
opt_choices choices_color;     /* enum choice_color */
opt_choices choices_road;      /* enum road */
opt_choices choices_to;        /* the place in cite_format_at() */
opt_choices choices_untraced;  /* enum choice_untraced */
opt_choices choices_refresh;   /* enum choice_refresh */
opt_choices choices_open;      /* enum choice_open */

#endif
