"""The 评分标准 compiler: a scoring note as people write it becomes answer points, criteria and a rule."""
