"""The family drawn: genogram (家庭结构图) and eco-map (生态图) as SVG, and the same in words; knows no database."""
