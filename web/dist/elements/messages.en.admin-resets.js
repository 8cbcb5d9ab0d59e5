export default{"admin-resets":{heading:"Resets",lead:"A reset removes all second factors of a person who has lost them.",state:"State",none:"No resets match this filter."}};
