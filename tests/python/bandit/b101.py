def area(width, height):
    assert width > 0, "a width"
    assert (
        height
        > 0
    )
    if not width:
        raise AssertionError("assert width")
    return width * height


class Shape:
    assert True
    assertion = "assert"

    def asserts(self):
        self.assertTrue = lambda value: value
        return self.assertTrue(True)
